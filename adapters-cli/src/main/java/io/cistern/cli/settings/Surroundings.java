package io.cistern.cli.settings;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What a run finds around it.
 *
 * @param directory the current directory, absolute
 * @param home the user's home directory
 */
public record Surroundings(
    Map<String, String> environment, Path directory, Path home, Streams streams, InstantSource clock, ZoneId zone) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** A variable's value; an empty one counts as not set. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** The user's own settings, unless {@code --config} names another file. */
  public Path userConfig() {
    return base("XDG_CONFIG_HOME", ".config").resolve("config.toml");
  }

  /** Where this user's credential homes are. */
  public Path homes() {
    return base("XDG_CONFIG_HOME", ".config").resolve("homes");
  }

  /** Where this user's programs keep what is no setting: remembered token sources, broker states. */
  public Path stateHome() {
    return base("XDG_STATE_HOME", ".local/state");
  }

  /** A path as the user wrote it, made absolute. */
  public Path resolve(Path path) {
    return directory.resolve(path).normalize();
  }

  /** A path as people write it: with ~ for their home. */
  public String shown(Path path) {
    return path.startsWith(home) && !path.equals(home) ? "~/" + home.relativize(path) : path.toString();
  }

  /** The base directory specification has relative values ignored. */
  private Path base(String variable, String fallBack) {
    return variable(variable)
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> home.resolve(fallBack))
        .resolve("cistern");
  }
}
