package io.cistern.domain.probe;

import io.cistern.domain.failure.Invariant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a credential home: one account's credentials at one broker. It names a directory, so it is letters,
 * digits, dots, dashes and underscores, begins with a letter or digit, and is at most 64 long.
 */
public record HomeName(String value) implements Comparable<HomeName> {
  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** The home that is meant where none is named. */
  public static final HomeName DEFAULT = new HomeName("default");

  public HomeName {
    Invariant.check(USABLE.matcher(value).matches(), "a home's name is parsed");
  }

  /** Takes a name; empty for one that could be taken for a path, or is too long. */
  public static Optional<HomeName> parse(String text) {
    return USABLE.matcher(text).matches() ? Optional.of(new HomeName(text)) : Optional.empty();
  }

  @Override
  public int compareTo(HomeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
