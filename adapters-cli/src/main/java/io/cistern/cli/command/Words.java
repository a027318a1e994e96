package io.cistern.cli.command;

import java.util.Locale;

/** Words as scripts and shells read them. */
final class Words {
  private Words() {}

  /** {@code StaleMemo} and {@code STALE_MEMO} become {@code stale-memo}. */
  static String kebab(String name) {
    boolean constant = name.equals(name.toUpperCase(Locale.ROOT));
    String dashed = constant ? name.replace('_', '-') : name.replaceAll("([a-z0-9])([A-Z])", "$1-$2");
    return dashed.toLowerCase(Locale.ROOT);
  }

  /** A word as it has to be typed into a shell. */
  static String typed(String word) {
    return word.matches("[\\p{Alnum}_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
