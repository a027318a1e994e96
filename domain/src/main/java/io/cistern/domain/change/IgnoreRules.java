package io.cistern.domain.change;

import io.cistern.domain.placeholder.Globs;
import java.util.List;
import java.util.Optional;

/**
 * What is left out of a scan: the rules of a directory and of those above it, each written as in a gitignore file. A
 * deeper file's rules come first, within one the last that matches decides. What lies in a directory that is left out
 * cannot be taken in again. Immutable.
 */
public final class IgnoreRules {
  /** The file that holds a directory's rules. */
  public static final String FILE = ".cisternignore";

  /** Bytes of such a file; a larger one is not written by hand, and says nothing. */
  public static final int LARGEST_FILE = 1 << 20;

  /** Nothing is left out. */
  public static final IgnoreRules NONE = new IgnoreRules(Optional.empty(), "", Globs.of(List.of()));

  private final Optional<IgnoreRules> above;
  private final String directory;
  private final Globs globs;

  private IgnoreRules(Optional<IgnoreRules> above, String directory, Globs globs) {
    this.above = above;
    this.directory = directory;
    this.globs = globs;
  }

  /**
   * These, and those of a directory below.
   *
   * @param directory relative to where the scan began, {@code ""} for that itself
   * @param text what its file says
   */
  public IgnoreRules within(String directory, String text) {
    List<String> patterns = text.lines().map(IgnoreRules::pattern).filter(line -> !line.isEmpty()).toList();
    return patterns.isEmpty() ? this : new IgnoreRules(Optional.of(this), directory, Globs.of(patterns));
  }

  /**
   * Whether a name is left out.
   *
   * @param name relative to where the scan began, in or below the directory of every rule
   */
  public boolean leavesOut(String name, boolean isDirectory) {
    String below = directory.isEmpty() ? "/" + name : name.substring(directory.length());
    return globs.verdict(below, isDirectory)
        .orElseGet(() -> above.map(rules -> rules.leavesOut(name, isDirectory)).orElse(false));
  }

  /** Without comments, and without trailing spaces that are not escaped. */
  private static String pattern(String line) {
    if (line.startsWith("#")) {
      return "";
    }
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
      end--;
    }
    return line.substring(0, end);
  }
}
