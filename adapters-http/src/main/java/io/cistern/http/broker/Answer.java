package io.cistern.http.broker;

import io.cistern.http.broker.chaos.Faults;
import io.cistern.http.broker.chaos.Waiting;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import tools.jackson.core.JsonGenerator;

/** The one answer to a request: a status, headers, and a body that is streamed. One thread. */
final class Answer {
  static final String JSON = "application/json";

  private static final int BUFFER = 1 << 15;

  private final Response response;
  private final Faults faults;
  private final Faults.Line line;
  private final Waiting waiting;
  private int status;
  private long bytes;

  Answer(Response response, Faults faults, Faults.Line line, Waiting waiting) {
    this.response = response;
    this.faults = faults;
    this.line = line;
    this.waiting = waiting;
  }

  /** 0 until there is an answer. */
  int status() {
    return status;
  }

  /** Bytes of the body so far. */
  long bytes() {
    return bytes;
  }

  void header(String name, String value) {
    response.getHeaders().put(name, value);
  }

  /** A JSON document that ends with a newline. */
  void json(int answered, Consumer<JsonGenerator> document) throws IOException {
    OutputStream body = open(answered, JSON);
    JsonGenerator json = Json.writer(body);
    document.accept(json);
    json.flush();
    body.write('\n');
    body.close();
  }

  /** Takes the body; the answer is complete when the stream is closed, and broken when it never is. */
  OutputStream open(int answered, String contentType) {
    status = answered;
    response.setStatus(answered);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, faults.contentType().orElse(contentType));
    OutputStream wire = faults.dropsAnswer() ? OutputStream.nullOutputStream() : Content.Sink.asOutputStream(response);
    return new BufferedOutputStream(new Counting(faults.around(wire, line, waiting)), BUFFER);
  }

  private final class Counting extends FilterOutputStream {
    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] piece, int offset, int length) throws IOException {
      out.write(piece, offset, length);
      bytes += length;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }
  }
}
