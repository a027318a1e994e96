package io.cistern.domain.sync;

import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.time.Instant;
import java.util.Optional;

/** The remote's word on one file. */
public sealed interface RemoteFact {
  /** The name as sent. */
  String name();

  /**
   * The file is there.
   *
   * @param size as the listing told it, or 0
   */
  record Present(
      String name, Optional<Revision> revision, Optional<ContentHash> hash, long size, Optional<Instant> updatedAt)
      implements RemoteFact {}

  /**
   * A listing that should have shown the file did not. Never a removal.
   *
   * @param stateLost whether the broker has lost its state, so that what it said of the file earlier is worth nothing any
   *     more
   */
  record Unlisted(String name, boolean stateLost) implements RemoteFact {}

  /** The file was removed; an explicit event, never an inference from an absence. */
  record Removed(String name, Optional<Revision> revision) implements RemoteFact {}
}
