package io.cistern.application.inspect;

import io.cistern.domain.manifest.PathEntry;

/** One row of {@code ls}. */
public sealed interface ListedPath {
  /** The full path from the mirror's root, or a quarantined name as the remote sent it. */
  String name();

  /** A directory; it is there because of the files below it. */
  record Directory(String name) implements ListedPath {}

  /** A file, or a quarantined name. */
  record File(PathEntry entry) implements ListedPath {
    @Override
    public String name() {
      return entry.name();
    }
  }
}
