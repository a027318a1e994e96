package io.cistern.application.inspect;

import io.cistern.domain.manifest.PathEntry;

/** One row of {@code ls}. */
public sealed interface ListedPath {
  /** The full path from the mirror's root, or a quarantined name as the remote sent it. */
  String name();

  /** A directory; it is there because of the files below it. */
  record Directory(String name) implements ListedPath {}

  /**
   * A file, or a quarantined name.
   *
   * @param pinned whether its content is always kept here, by its own name or a directory's above it
   */
  record File(PathEntry entry, boolean pinned) implements ListedPath {
    @Override
    public String name() {
      return entry.name();
    }
  }
}
