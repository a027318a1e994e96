package io.cistern.it.acceptance;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody who types commands: with a home, a directory to stand in, and the plainest locale there is.
 *
 * @param as what to put before a command so that it runs as that user; empty for the one who runs the tests
 */
record Person(Path home, Path directory, List<String> as) {
  static final Path PROGRAM = Path.of(System.getProperty("cistern.image"), "bin", "cistern");

  /** However slow the machine is, no program gives up what comes late, and what a test holds up waits to be let go. */
  static final Map<String, String> PATIENCE = Stream.of(
      "http.connect-timeout", "http.read-timeout", "hydrate.silence-timeout", "open.timeout", "bootstrap.idle-timeout",
      "probe.timeout", "probe.cache-ttl")
      .collect(Collectors.toUnmodifiableMap(
          key -> "CISTERN_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT), _ -> "1h"));

  static Person at(Path home) throws IOException {
    Files.createDirectories(home);
    return new Person(home, home, List.of());
  }

  Person in(Path there) {
    return new Person(home, there, as);
  }

  Launch types(String... words) {
    List<String> command = new ArrayList<>(as);
    command.add(PROGRAM.toString());
    command.addAll(List.of(words));
    Launch launch = Launch.of(Path.of(command.getFirst()), command.subList(1, command.size()).toArray(String[]::new));
    for (Map.Entry<String, String> setting : PATIENCE.entrySet()) {
      launch = launch.with(setting.getKey(), setting.getValue());
    }
    return launch
        .in(directory)
        .with("HOME", home.toString())
        .with("XDG_STATE_HOME", home.resolve("state").toString())
        .with("LC_ALL", "C");
  }

  /** Runs a command to its end. */
  Ended runs(String... words) {
    return Running.run(types(words));
  }

  Running starts(String... words) {
    return Running.start(types(words));
  }

  /** Serves a directory until it is closed. */
  Served serves(Path served, String... options) {
    return Served.by(this, served, options);
  }
}
