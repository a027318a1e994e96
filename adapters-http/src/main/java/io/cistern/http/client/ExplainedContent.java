package io.cistern.http.client;

import io.cistern.application.port.RemoteContent;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * A file whose body says why it failed: the cause of every {@link IOException} is a {@link CisternException} with the
 * failure as this client classes it. One thread.
 */
final class ExplainedContent implements RemoteContent {
  private final RemoteContent content;
  private final InputStream body;

  ExplainedContent(RemoteContent content, Call call) {
    this.content = content;
    this.body = new Explained(content.body(), call);
  }

  @Override
  public String name() {
    return content.name();
  }

  @Override
  public Revision revision() {
    return content.revision();
  }

  @Override
  public Optional<ContentHash> announcedHash() {
    return content.announcedHash();
  }

  @Override
  public Optional<Instant> editedAt() {
    return content.editedAt();
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void close() {
    content.close();
  }

  /** Passes bytes through and failures on, explained. */
  private static final class Explained extends InputStream {
    private final InputStream source;
    private final Call call;

    private Explained(InputStream source, Call call) {
      this.source = source;
      this.call = call;
    }

    @Override
    public int read() throws IOException {
      try {
        return source.read();
      } catch (IOException e) {
        throw explained(e);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return source.read(target, offset, length);
      } catch (IOException e) {
        throw explained(e);
      }
    }

    private IOException explained(IOException e) {
      CisternException cause = new CisternException(Troubles.of(e, call).failure(), e);
      return new IOException(cause.getMessage(), cause);
    }
  }
}
