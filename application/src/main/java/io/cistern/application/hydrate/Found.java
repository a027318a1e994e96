package io.cistern.application.hydrate;

import io.cistern.domain.manifest.PathEntry;

/** One wanted path, as the manifest and the disk have it together. */
public sealed interface Found {
  PathEntry entry();

  /** A placeholder that can be filled. */
  record Candidate(PathEntry entry) implements Found {}

  /**
   * No placeholder on disk: something else has the name, or nothing has.
   *
   * @param why for people, in a few words
   */
  record Obstructed(PathEntry entry, String why) implements Found {}
}
