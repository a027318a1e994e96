package io.cistern.cli.command;

import io.cistern.cli.homes.OwnUser;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the mirror that a run is about: named with {@code -C}, or the nearest one upwards. */
final class MirrorFinder {
  private MirrorFinder() {}

  /** The mirror's root; empty when there is none here. */
  static Optional<Path> find(Invocation invocation) {
    Optional<Path> named = invocation.options().mirror().map(invocation.surroundings()::resolve);
    if (named.isPresent()) {
      return named.filter(MirrorFinder::isMirror);
    }
    Path at = invocation.surroundings().directory();
    while (at != null) {
      if (isMirror(at)) {
        return Optional.of(at);
      }
      at = at.getParent();
    }
    return Optional.empty();
  }

  /** As {@link #find}, but refuses a mirror of somebody else like {@link #require} does. */
  static Optional<Path> findOwn(Invocation invocation) {
    Optional<Path> root = find(invocation);
    root.ifPresent(MirrorFinder::requireOwn);
    return root;
  }

  /**
   * The mirror's root.
   *
   * @throws CisternException {@code NoMirror}, or {@code ForeignOwner} for a control directory of somebody else
   */
  static Path require(Invocation invocation) {
    return findOwn(invocation)
        .orElseThrow(() -> new CisternException(new Failure.NoMirror(none(invocation))));
  }

  /** Refuses a control directory that belongs to another user: what it names must steer nobody else. */
  static void requireOwn(Path root) {
    Path control = root.resolve(WorkspacePath.CONTROL_DIRECTORY);
    try {
      if (!OwnUser.owns(control)) {
        throw new CisternException(new Failure.ForeignOwner(control + " belongs to another user"));
      }
    } catch (IOException unreadable) {
      throw new CisternException(
          new Failure.LocalIo(control.toString(), "cannot look at " + control + ": " + unreadable.getMessage()),
          unreadable);
    }
  }

  static boolean isMirror(Path directory) {
    return Files.isDirectory(directory.resolve(WorkspacePath.CONTROL_DIRECTORY), LinkOption.NOFOLLOW_LINKS);
  }

  private static String none(Invocation invocation) {
    return invocation.options()
        .mirror()
        .map(named -> "no mirror in " + named)
        .orElseGet(() -> "no mirror here or above: " + invocation.surroundings().directory());
  }
}
