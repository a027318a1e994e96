package io.cistern.cli.command;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Paths as a person writes them: relative to the current directory, or from the mirror's root with a leading slash. Where
 * the current directory is outside the mirror, relative paths are taken from its root.
 */
final class PathArguments {
  /** {@code ""} at the root, else the current directory's name in the mirror, such as {@code /docs}. */
  private final String here;

  PathArguments(Path root, Path directory) {
    this.here = within(real(root), real(directory));
  }

  /** The full name: {@code "/"}, or a slash and what follows. */
  String name(String argument) {
    if (argument.isEmpty()) {
      throw new CisternException(new Failure.Usage("a path is empty"));
    }
    Deque<String> segments = new ArrayDeque<>();
    String full = argument.startsWith("/") ? argument : here + "/" + argument;
    for (String segment : full.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> {
          if (segments.pollLast() == null) {
            throw new CisternException(new Failure.Usage(argument + " lies outside the mirror"));
          }
        }
        default -> segments.addLast(segment);
      }
    }
    return "/" + String.join("/", segments);
  }

  /** A file's full name. */
  WorkspacePath path(String argument) {
    return WorkspacePath.parse(name(argument))
        .orElseThrow(() -> new CisternException(new Failure.Usage(argument + " can be no file of a workspace")));
  }

  /** A path or a pattern, as patterns are read from the mirror's root. */
  String pattern(String argument) {
    boolean glob = argument.chars().anyMatch(c -> c == '*' || c == '?' || c == '[') || argument.startsWith("!");
    if (!glob) {
      return name(argument);
    }
    if (argument.startsWith("/") || here.isEmpty()) {
      return argument;
    }
    String body = argument.startsWith("!") ? argument.substring(1) : argument;
    boolean anchored = body.indexOf('/') >= 0 && body.indexOf('/') < body.length() - 1;
    String placed = here.replaceAll("([*?\\[\\\\])", "\\\\$1") + (anchored ? "/" : "/**/") + body;
    return argument.startsWith("!") ? "!" + placed : placed;
  }

  /** A full name as it reads from the current directory. */
  String shown(String name) {
    if (name.equals(here) || name.equals("/")) {
      return ".";
    }
    if (name.startsWith(here + "/")) {
      return name.substring(here.length() + 1);
    }
    return name;
  }

  private static String within(Path root, Path directory) {
    if (!directory.startsWith(root) || directory.equals(root)) {
      return "";
    }
    StringBuilder name = new StringBuilder();
    root.relativize(directory).forEach(segment -> name.append('/').append(segment));
    return name.toString();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException gone) {
      return path.toAbsolutePath().normalize();
    }
  }
}
