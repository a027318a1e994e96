package io.cistern.cli.output;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.cli.settings.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The only way out: the result to standard output, everything else to standard error.
 *
 * <p>Safe for use by many threads; a line is never torn. A status line at the bottom of a terminal is taken away before
 * anything else is written there.
 */
public final class Printer {
  /** Closing a generator must not close standard output. */
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Streams streams;
  private final Look look;

  @GuardedBy("this")
  private boolean statusShown;

  public Printer(Streams streams, Look look) {
    this.streams = streams;
    this.look = look;
  }

  /** Whether the result is wanted as JSON. */
  public boolean json() {
    return look.json();
  }

  /** How the run shall look. */
  public Look look() {
    return look;
  }

  /** The colours of standard output. */
  public Style style() {
    return look.outStyle();
  }

  /** A line of the result, for people. Names in it have gone through {@link #name}. */
  public synchronized void line(String text) {
    clearStatus();
    streams.out().print(text);
    streams.out().print('\n');
  }

  /** A name or message from outside, as it may be shown on standard output: escaped on a terminal, else as it is. */
  public String name(String text) {
    return streams.outTerminal() ? Escapes.visible(text) : text;
  }

  /** A raw name, ended by NUL. */
  public synchronized void nullEnded(String text) {
    streams.out().print(text);
    streams.out().print('\0');
  }

  /** Raw bytes of the result; the caller closes the stream. */
  public synchronized void bytes(InputStream content) throws IOException {
    content.transferTo(streams.out());
    streams.out().flush();
  }

  /** One JSON document, ended by a line break. The writer fills an object that is already open. */
  public synchronized void document(String schema, Consumer<JsonGenerator> writer) {
    clearStatus();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), streams.out())) {
      json.writeStartObject();
      json.writeStringProperty("schema", schema);
      writer.accept(json);
      json.writeEndObject();
    }
    streams.out().print('\n');
    streams.out().flush();
  }

  /** One JSON line of the result, flushed. */
  public void jsonLine(String type, Consumer<JsonGenerator> writer) {
    String line = object(type, writer);
    synchronized (this) {
      clearStatus();
      streams.out().print(line + "\n");
      streams.out().flush();
    }
  }

  /** Something worth knowing that is not the result; nothing with {@code -q}. */
  public void note(String message) {
    if (!look.quiet()) {
      aside("note", message, "");
    }
  }

  /** Something that may be wrong; said even with {@code -q}. */
  public void warn(String message) {
    aside("warning", message, "warning: ");
  }

  /** A finished line for standard error, such as a log line; control characters are the caller's business. */
  public synchronized void error(String line) {
    clearStatus();
    streams.err().print(line + "\n");
    streams.err().flush();
  }

  /** A JSON line for standard error. */
  public void jsonError(String type, Consumer<JsonGenerator> writer) {
    error(object(type, writer));
  }

  /** A message as it may be shown on standard error. */
  public String errorText(String text) {
    return streams.errTerminal() ? Escapes.visible(text) : text.replace('\n', ' ');
  }

  /** Begins the screen of a terminal anew. */
  public synchronized void clearScreen() {
    clearStatus();
    streams.out().print("\u001b[H\u001b[2J");
  }

  /** Shows a line at the bottom of the terminal in place of the one shown before. */
  synchronized void status(String text) {
    streams.err().print(CLEAR_LINE + text);
    streams.err().flush();
    statusShown = true;
  }

  /** Takes the line at the bottom of the terminal away. */
  synchronized void clearStatus() {
    if (statusShown) {
      streams.err().print(CLEAR_LINE);
      streams.err().flush();
      statusShown = false;
    }
  }

  /** Gives everything written so far to the system. */
  public synchronized void flush() {
    clearStatus();
    streams.out().flush();
    streams.err().flush();
  }

  private void aside(String type, String message, String prefix) {
    if (look.json()) {
      jsonError(type, json -> json.writeStringProperty("message", message));
    } else {
      error(prefix + errorText(message));
    }
  }

  private static String object(String type, Consumer<JsonGenerator> writer) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("type", type);
      writer.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }
}
