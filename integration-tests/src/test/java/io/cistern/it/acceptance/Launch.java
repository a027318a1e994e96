package io.cistern.it.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One start of a program: the command, where it runs, and the variables it sees besides a fixed few. */
record Launch(List<String> command, Path directory, Map<String, String> variables) {
  private static final String ENV = "/usr/bin/env";
  private static final boolean ENV_RESETS_SIGNALS = envResetsSignals();

  static Launch of(Path program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return new Launch(command, Path.of("").toAbsolutePath(), Map.of("CISTERN_NO_BUILD", "1"));
  }

  Launch in(Path there) {
    return new Launch(command, there, variables);
  }

  Launch with(String name, String value) {
    Map<String, String> more = new HashMap<>(variables);
    more.put(name, value);
    return new Launch(command, directory, Map.copyOf(more));
  }

  Launch without(String name) {
    Map<String, String> fewer = new HashMap<>(variables);
    fewer.remove(name);
    return new Launch(command, directory, Map.copyOf(fewer));
  }

  Process start() {
    ProcessBuilder builder = new ProcessBuilder(hearingSignals()).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.putAll(variables);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A program that was started in the background of a script ignores SIGINT, and so do its children: whoever runs these
   * tests may have been. Where env can, it gives the program the signals of a terminal.
   */
  private List<String> hearingSignals() {
    if (!ENV_RESETS_SIGNALS) {
      return command;
    }
    List<String> whole = new ArrayList<>(List.of(ENV, "--default-signal=INT,TERM"));
    whole.addAll(command);
    return whole;
  }

  private static boolean envResetsSignals() {
    try {
      return new ProcessBuilder(ENV, "--default-signal=INT,TERM", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs to the end, with nothing on standard input. */
  Ended run() {
    return end(start());
  }

  static Ended end(Process process) {
    try {
      process.getOutputStream().close();
      CompletableFuture<String> complaints = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
      String out = text(process.getInputStream());
      return new Ended(process.waitFor(), out, complaints.join(), process.pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a program ended and what it printed. */
  record Ended(int code, String out, String err, long pid) {}
}
