package io.cistern.cli.settings;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The environment variables that stand for flags: {@code --base-url} is also {@code CISTERN_BASE_URL}. */
public final class FlagVariables {
  private static final Map<String, String> FALL_BACKS =
      Map.of("base-url", "RELAYFILE_BASE_URL", "workspace", "RELAYFILE_WORKSPACE");

  private final Surroundings surroundings;

  public FlagVariables(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What the environment says for a flag that takes a value; {@code flag} is without its dashes. */
  public Optional<String> value(String flag) {
    return surroundings.variable(name(flag))
        .or(() -> Optional.ofNullable(FALL_BACKS.get(flag)).flatMap(surroundings::variable));
  }

  /**
   * What the environment says for a flag that is on or off.
   *
   * @throws CisternException {@code Config} for anything but yes and no
   */
  public Optional<Boolean> onOrOff(String flag) {
    return surroundings.variable(name(flag))
        .map(text -> Kinds.flag(text).orElseThrow(() -> new CisternException(
            new Failure.Config(name(flag) + ": \"" + text + "\" is not " + Kinds.FLAG.form()))));
  }

  /** How often the environment asks for more messages, 0 to 2. */
  public int verbosity() {
    return surroundings.variable(name("verbose"))
        .map(text -> switch (text) {
          case "0", "false" -> 0;
          case "1", "true" -> 1;
          case "2" -> 2;
          default -> throw new CisternException(
              new Failure.Config(name("verbose") + ": \"" + text + "\" is not 0, 1 or 2"));
        })
        .orElse(0);
  }

  private static String name(String flag) {
    return "CISTERN_" + flag.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
