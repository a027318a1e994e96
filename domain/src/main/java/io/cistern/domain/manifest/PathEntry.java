package io.cistern.domain.manifest;

import io.cistern.domain.failure.Invariant;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Instant;
import java.util.Optional;

/**
 * What the manifest holds for one name.
 *
 * @param name a canonical path, except for a quarantined name, which may be any text the remote sent
 * @param revision the remote revision that local content is based on; empty for what the remote does not know
 * @param hash the remote content's hash at that revision; empty when the remote has not told it
 * @param size decoded bytes where the content is or was here, else what the listing said; 0 when unknown
 * @param updatedAt the remote's own time stamp; empty when unknown
 * @param memo how the visible file looked when it was last published or hashed; empty when nothing has looked
 * @param reason why a path is in conflict or quarantine, or why its last read failed for good; empty otherwise
 * @param unlisted whether the last listing that should have shown the remote's file did not, and nothing the remote has
 *     told since showed it
 */
public record PathEntry(
    String name,
    PathState state,
    Optional<Revision> revision,
    Optional<ContentHash> hash,
    long size,
    Optional<Instant> updatedAt,
    Optional<Memo> memo,
    Optional<String> reason,
    boolean unlisted) {
  public PathEntry {
    Invariant.check(size >= 0, "a size is not negative");
    Invariant.check(
        state == PathState.QUARANTINED || WorkspacePath.parse(name).isPresent(),
        "only a quarantined name may be no path");
  }

  /** What the remote has told of, so that it is listed. */
  public PathEntry(
      String name, PathState state, Optional<Revision> revision, Optional<ContentHash> hash, long size,
      Optional<Instant> updatedAt, Optional<Memo> memo, Optional<String> reason) {
    this(name, state, revision, hash, size, updatedAt, memo, reason, false);
  }

  /** Its path; not to be asked of a quarantined name. */
  public WorkspacePath path() {
    return WorkspacePath.parse(name).orElseThrow();
  }

  public PathEntry withState(PathState next) {
    return new PathEntry(name, next, revision, hash, size, updatedAt, memo, reason, unlisted);
  }

  public PathEntry withSize(long next) {
    return new PathEntry(name, state, revision, hash, next, updatedAt, memo, reason);
  }

  public PathEntry withMemo(Optional<Memo> next) {
    return new PathEntry(name, state, revision, hash, size, updatedAt, next, reason, unlisted);
  }

  public PathEntry withReason(Optional<String> next) {
    return new PathEntry(name, state, revision, hash, size, updatedAt, memo, next, unlisted);
  }

  /** The same, whether a listing has shown the remote's file or not. */
  public PathEntry withUnlisted(boolean next) {
    return new PathEntry(name, state, revision, hash, size, updatedAt, memo, reason, next);
  }
}
