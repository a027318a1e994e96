package io.cistern.http.broker.auth;

import java.util.List;

/**
 * The paths one caller may know of.
 *
 * @param all whether that is every path
 * @param paths which, when it is not
 */
public record Visibility(boolean all, List<ScopePath> paths) {
  public Visibility {
    paths = List.copyOf(paths);
  }

  /** Whether a file may be known. */
  public boolean sees(String file) {
    return all || (!file.isEmpty() && paths.stream().anyMatch(path -> path.matches(file)));
  }

  /** Whether every file below a directory ({@code "/"} or without a trailing slash) may be known. */
  public boolean seesAllBelow(String directory) {
    String below = directory.equals("/") ? "/" : directory + "/";
    return all || paths.stream().anyMatch(
        path -> path instanceof ScopePath.Beginning(String prefix, _) && below.startsWith(prefix));
  }
}
