package io.cistern.application.mutate;

import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/** What takes one switch back. Nothing of it is on disk yet. */
sealed interface Inverse {
  /** The path it is told of. */
  WorkspacePath path();

  /** What is there goes to trash. */
  record Away(PathEntry now, Expected expected) implements Inverse {
    @Override
    public WorkspacePath path() {
      return now.path();
    }
  }

  /**
   * What was displaced comes back from trash.
   *
   * @param now what the manifest holds for the path
   * @param expected what is there instead
   * @param at the group that displaced the file
   * @param index its place in trash among those of that group
   */
  record Back(WorkspacePath path, Optional<PathEntry> now, Expected expected, Sequence at, int index)
      implements Inverse {}

  /** A placeholder comes back where nothing is. */
  record Placeholder(PathEntry now) implements Inverse {
    @Override
    public WorkspacePath path() {
      return now.path();
    }
  }

  /** Content goes to trash, and a placeholder comes back in its place. */
  record Emptied(PathEntry now, Expected.Content expected) implements Inverse {
    @Override
    public WorkspacePath path() {
      return now.path();
    }
  }

  /**
   * A file moves back.
   *
   * @param now what the manifest holds for the name that it has
   * @param path the name that it had
   * @param tombstone what the manifest holds for that
   */
  record Moved(PathEntry now, Expected.Content content, long size, WorkspacePath path, Optional<PathEntry> tombstone)
      implements Inverse {}
}
