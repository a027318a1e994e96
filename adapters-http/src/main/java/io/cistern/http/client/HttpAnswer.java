package io.cistern.http.client;

import io.cistern.application.commit.Commits;
import io.cistern.domain.failure.Invariant;
import io.cistern.http.wire.BrokenAnswer;
import io.cistern.http.wire.Gunzip;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** An answer on a pooled connection. One thread. */
final class HttpAnswer implements Answer {
  private final ClassicHttpResponse response;
  private final HttpTransport.Exchange exchange;
  private final int expansion;
  private boolean atEnd;
  private boolean closed;

  HttpAnswer(ClassicHttpResponse response, HttpTransport.Exchange exchange, int expansion) {
    this.response = response;
    this.exchange = exchange;
    this.expansion = expansion;
  }

  @Override
  public int status() {
    return response.getCode();
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  @Override
  public InputStream body() throws IOException {
    String encoding = header("Content-Encoding").orElse("identity").strip().toLowerCase(Locale.ROOT);
    if (response.getHeaders("Content-Encoding").length > 1) {
      throw new BrokenAnswer(BrokenAnswer.Kind.MALFORMED, "the answer is encoded twice");
    }
    InputStream raw = response.getEntity() == null
        ? InputStream.nullInputStream()
        : new Guarded(response.getEntity().getContent());
    return switch (encoding) {
      case "identity", "" -> raw;
      case "gzip", "x-gzip" -> Gunzip.over(raw, expansion);
      default ->
        throw new BrokenAnswer(BrokenAnswer.Kind.MALFORMED, "the answer has a content encoding we did not ask for");
    };
  }

  /** Closing an unread body would read it to its end first, however long that is, so the connection is cut before. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    exchange.end();
    if (!atEnd) {
      exchange.breakOff();
    }
    try {
      response.close();
    } catch (IOException e) {
      exchange.breakOff();
    }
  }

  /**
   * The bytes of the connection. An interrupt that arrived earlier is set aside while it reads, because on a virtual
   * thread it would cost the connection.
   */
  private final class Guarded extends InputStream {
    private final InputStream source;

    private Guarded(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (atEnd) {
        return -1;
      }
      Invariant.check(!Commits.heldHere(), "I8: no network under the mirror lock");
      boolean interrupted = Thread.interrupted();
      try {
        exchange.check();
        int n = source.read(target, offset, length);
        if (n < 0) {
          atEnd = true;
          exchange.end();
        }
        return n;
      } catch (IOException e) {
        throw exchange.explained(e);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
