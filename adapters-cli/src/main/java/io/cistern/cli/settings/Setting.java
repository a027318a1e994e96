package io.cistern.cli.settings;

import java.util.Locale;

/**
 * One key that a config file, the environment or {@code --set} may give.
 *
 * @param key {@code section.name}
 * @param byDefault the value where nobody gave one
 * @param zeroIsValue whether zero is a value of its own, mostly "none", and not a way to ask for the default
 * @param meaning one line for people
 */
public record Setting<T>(String key, Kind<T> kind, T byDefault, boolean zeroIsValue, String meaning) {
  /** The environment variable of this key. */
  public String variable() {
    return "CISTERN_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The default in the form in which it may be written. */
  public String defaultShown() {
    return kind.show(byDefault);
  }
}
