package io.cistern.cli.output;

import io.cistern.cli.settings.Streams;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A printer whose streams can be read. */
final class OutputFixture {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Printer printer;

  OutputFixture(boolean json, boolean terminal) {
    this(json, terminal, false, false);
  }

  OutputFixture(boolean json, boolean terminal, boolean quiet, boolean stackTraces) {
    Streams streams = new Streams(utf8(out), utf8(err), terminal, terminal);
    printer = new Printer(streams, new Look(json, quiet, stackTraces, new Style(false), new Style(false)));
  }

  Printer printer() {
    return printer;
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream utf8(ByteArrayOutputStream into) {
    return new PrintStream(into, true, StandardCharsets.UTF_8);
  }
}
