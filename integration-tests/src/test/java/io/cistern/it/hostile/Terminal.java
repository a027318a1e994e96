package io.cistern.it.hostile;

import io.cistern.cli.command.CommandTree;
import io.cistern.cli.command.StopRequest;
import io.cistern.cli.settings.Streams;
import io.cistern.cli.settings.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** The whole program in this process, with a home directory and an environment of its own. */
final class Terminal {
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  Terminal(Path home) {
    this.home = home;
  }

  Terminal with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Runs a command line in a directory and answers its exit code. */
  int run(Path directory, String... arguments) {
    out.reset();
    err.reset();
    try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      Streams streams = new Streams(outStream, errStream, false, false);
      Surroundings surroundings =
          new Surroundings(environment, directory, home, streams, InstantSource.system(), ZoneOffset.UTC);
      return new CommandTree(surroundings, new StopRequest()).run(arguments);
    }
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
