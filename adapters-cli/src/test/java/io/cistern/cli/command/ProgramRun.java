package io.cistern.cli.command;

import io.cistern.cli.settings.Streams;
import io.cistern.cli.settings.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Runs the whole program in this process, below a directory that stands for the user's home. */
final class ProgramRun {
  static final Instant NOW = Instant.parse("2026-11-20T17:40:11Z");

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final StopRequest stop = new StopRequest();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Heard err = new Heard();
  private Path directory;
  private InstantSource clock = InstantSource.fixed(NOW);
  private boolean terminal;

  ProgramRun(Path home) {
    this.home = home;
    this.directory = home;
  }

  ProgramRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  ProgramRun in(Path where) {
    directory = where;
    return this;
  }

  ProgramRun onATerminal() {
    terminal = true;
    return this;
  }

  ProgramRun inRealTime() {
    clock = InstantSource.system();
    return this;
  }

  StopRequest stop() {
    return stop;
  }

  /** Runs one command line and answers its exit code; what it wrote replaces what was written before. */
  int run(String... args) {
    out.reset();
    err.reset();
    try (PrintStream outStream = utf8(out);
        PrintStream errStream = utf8(err)) {
      Streams streams = new Streams(outStream, errStream, terminal, terminal);
      Surroundings surroundings = new Surroundings(environment, directory, home, streams, clock, ZoneOffset.UTC);
      return new CommandTree(surroundings, stop).run(args);
    }
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Waits until a run on another thread has written this to standard error. */
  void awaitError(String text) throws InterruptedException {
    err.await(text);
  }

  private static final class Heard extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      notifyAll();
    }

    synchronized void await(String text) throws InterruptedException {
      while (!toString(StandardCharsets.UTF_8).contains(text)) {
        wait();
      }
    }
  }

  private static PrintStream utf8(ByteArrayOutputStream into) {
    return new PrintStream(into, true, StandardCharsets.UTF_8);
  }
}
