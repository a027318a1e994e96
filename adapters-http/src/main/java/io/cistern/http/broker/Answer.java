package io.cistern.http.broker;

import io.cistern.http.broker.chaos.Faults;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** The one answer to a request: a status, headers, and a body that is streamed. One thread. */
final class Answer {
  static final String JSON = "application/json";

  private static final int BUFFER = 1 << 15;

  private final Wire wire;
  private final Faults faults;
  private final List<Runnable> last = new ArrayList<>();
  private int status;
  private long bytes;

  Answer(Wire wire, Faults faults) {
    this.wire = wire;
    this.faults = faults;
  }

  /** 0 until there is an answer. */
  int status() {
    return status;
  }

  /** Bytes of the body so far. */
  long bytes() {
    return bytes;
  }

  /** Does this once, when all is written and before the end goes out: whoever has the whole answer finds it done. */
  void beforeEnd(Runnable action) {
    last.add(action);
  }

  /** Does what was left for the end, unless it is done: the answer is about to be whole, or was broken off. */
  void end() {
    List<Runnable> due = List.copyOf(last);
    last.clear();
    due.forEach(Runnable::run);
  }

  void header(String name, String value) {
    wire.header(name, value);
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
    OutputStream body = wire.begin(answered, faults.contentType().orElse(contentType));
    return new BufferedOutputStream(new Counting(body), BUFFER);
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

    @Override
    public void close() throws IOException {
      flush();
      end();
      out.close();
    }
  }
}
