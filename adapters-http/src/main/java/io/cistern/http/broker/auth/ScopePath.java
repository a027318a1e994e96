package io.cistern.http.broker.auth;

import java.util.List;
import java.util.Optional;

/** The path part of a grant (contract 3.2): everything, one name, or all names that begin alike; anything else is nothing. */
public sealed interface ScopePath {
  /** Whether a file, by its path as it will be looked up, is in it. */
  boolean matches(String file);

  /** Where a mount of this grant would stand; empty for a path that is not valid. */
  Optional<String> mountsAt();

  /** The literal {@code *}. */
  record Everything() implements ScopePath {
    @Override
    public boolean matches(String file) {
      return true;
    }

    @Override
    public Optional<String> mountsAt() {
      return Optional.of("/");
    }
  }

  /** One path, and no other. */
  record Exact(String path) implements ScopePath {
    @Override
    public boolean matches(String file) {
      return file.equals(path);
    }

    @Override
    public Optional<String> mountsAt() {
      return Optional.of(path);
    }
  }

  /**
   * Every path that begins so, byte for byte.
   *
   * @param itself a path that also belongs to it although it does not begin so: the directory of {@code /dir/**}
   */
  record Beginning(String prefix, Optional<String> itself) implements ScopePath {
    @Override
    public boolean matches(String file) {
      return (file.startsWith(prefix) && !file.equals("/")) || itself.filter(file::equals).isPresent();
    }

    @Override
    public Optional<String> mountsAt() {
      int slash = prefix.lastIndexOf('/');
      return Optional.of(slash == 0 ? "/" : prefix.substring(0, slash));
    }
  }

  /** Not a valid path: a narrow grant all the same, that matches nothing. */
  record Nothing() implements ScopePath {
    @Override
    public boolean matches(String file) {
      return false;
    }

    @Override
    public Optional<String> mountsAt() {
      return Optional.empty();
    }
  }

  /** Reads the path part; white space around it does not count. */
  static ScopePath parse(String text) {
    String path = text.strip();
    if (path.equals("*")) {
      return new Everything();
    }
    if (path.equals("/")) {
      return new Exact("/");
    }
    if (path.endsWith("/**")) {
      String directory = path.substring(0, path.length() - "/**".length());
      return isPlain(directory)
          ? new Beginning(directory + "/", Optional.of(directory.isEmpty() ? "/" : directory))
          : new Nothing();
    }
    if (path.endsWith("*")) {
      String prefix = path.substring(0, path.length() - 1);
      String checked = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
      return path.startsWith("/") && isPlain(checked) ? new Beginning(prefix, Optional.empty()) : new Nothing();
    }
    return !path.isEmpty() && isPlain(path) ? new Exact(path) : new Nothing();
  }

  /** Absolute and canonical, without a star; the empty text stands for the root's own name. */
  private static boolean isPlain(String path) {
    if (path.isEmpty()) {
      return true;
    }
    if (!path.startsWith("/") || path.contains("*")) {
      return false;
    }
    return List.of(path.substring(1).split("/", -1)).stream()
        .noneMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
  }
}
