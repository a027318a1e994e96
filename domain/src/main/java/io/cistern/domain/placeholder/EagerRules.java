package io.cistern.domain.placeholder;

import java.util.List;

/**
 * Which files are wanted before anyone asks.
 *
 * @param globs patterns as {@link Globs} reads them
 * @param maxFile largest file, in bytes as the listing told them
 * @param maxTotal most bytes of all files together
 */
public record EagerRules(Globs globs, long maxFile, long maxTotal) {
  /** Small files that say what a project is and how to build it. */
  public static final List<String> DEFAULT_GLOBS = List.of(
      "Cargo.toml", "pyproject.toml", "package.json", "pom.xml", "build.gradle", "build.gradle.kts", "settings.gradle",
      "go.mod", "go.sum", "Gemfile", "requirements.txt", "Makefile", "CMakeLists.txt", "Dockerfile", "README.md",
      "LICENSE", ".gitignore", ".editorconfig");

  /** Larger files are seldom read as a whole. */
  public static final long DEFAULT_MAX_FILE = 1L << 20;

  /** A few seconds on an ordinary line. */
  public static final long DEFAULT_MAX_TOTAL = 256L << 20;

  /** Whether the path is wanted, were it not for the total. */
  public boolean wants(String path, long size) {
    return size <= maxFile && globs.match(path);
  }
}
