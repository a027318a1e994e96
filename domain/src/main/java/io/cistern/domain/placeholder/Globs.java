package io.cistern.domain.placeholder;

import java.util.List;
import java.util.Optional;

/**
 * Patterns as in a gitignore file, in order; the last one that matches decides, and one that starts with {@code !}
 * takes paths out again.
 *
 * <p>A pattern without an inner slash matches a name at any depth; one with a leading or inner slash is read from the
 * mirror's root. {@code *} and {@code ?} and {@code [a-z]} stay within a segment, {@code **} crosses directories, a
 * trailing {@code /} demands a directory. What matches a directory matches everything below it. Case matters; dot files
 * are not special. Immutable.
 */
public final class Globs {
  private final List<Glob> patterns;

  private Globs(List<Glob> patterns) {
    this.patterns = patterns;
  }

  /** Takes patterns; blank ones are left out. */
  public static Globs of(List<String> patterns) {
    return new Globs(patterns.stream().filter(text -> !text.isBlank()).map(Glob::of).toList());
  }

  /** Whether nothing can match. */
  public boolean isEmpty() {
    return patterns.stream().allMatch(Glob::negated);
  }

  /**
   * Whether a file's path is matched.
   *
   * @param path with its leading slash
   */
  public boolean match(String path) {
    for (int i = patterns.size() - 1; i >= 0; i--) {
      if (patterns.get(i).matches(path)) {
        return !patterns.get(i).negated();
      }
    }
    return false;
  }

  /**
   * What the patterns say of a path itself, whatever they say of a directory it lies in; empty when none matches.
   *
   * @param path with its leading slash
   */
  public Optional<Boolean> verdict(String path, boolean isDirectory) {
    for (int i = patterns.size() - 1; i >= 0; i--) {
      if (patterns.get(i).matchesItself(path, isDirectory)) {
        return Optional.of(!patterns.get(i).negated());
      }
    }
    return Optional.empty();
  }
}
