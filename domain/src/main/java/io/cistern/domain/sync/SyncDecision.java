package io.cistern.domain.sync;

import io.cistern.domain.manifest.PathEntry;

/** What becomes of a path. */
public sealed interface SyncDecision {
  /** The name appears; nothing is expected on disk. */
  record Create(PathEntry after) implements SyncDecision {}

  /** The manifest learns something; the visible file stays. */
  record Note(PathEntry after) implements SyncDecision {}

  /**
   * The content here is of an older version: fetch the new one and switch to it.
   *
   * @param wanted the entry as it is, with the remote's new revision, hash and size
   */
  record Refresh(PathEntry wanted) implements SyncDecision {}

  /** The visible file goes to trash and the entry is dropped. */
  record Remove() implements SyncDecision {}

  /** The entry is dropped; nothing on disk stands for it. */
  record Forget() implements SyncDecision {}

  /** Nothing. */
  record Leave() implements SyncDecision {}
}
