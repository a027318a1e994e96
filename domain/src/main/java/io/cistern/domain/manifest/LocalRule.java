package io.cistern.domain.manifest;

import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/**
 * What a change made here leaves in the manifest. What the remote knows of a path stays known until it has accepted the
 * change: revision, hash and size say what the change is based on.
 */
public final class LocalRule {
  private LocalRule() {}

  /** After a removal: a tombstone of what the remote knows; empty where it knows nothing. */
  public static Optional<PathEntry> removed(PathEntry entry) {
    return switch (entry.state()) {
      case ADDED -> Optional.empty();
      case PLACEHOLDER, HYDRATED, MODIFIED, REMOVED, CONFLICT, QUARANTINED -> Optional.of(
          entry.withState(PathState.REMOVED).withMemo(Optional.empty()).withReason(Optional.empty()));
    };
  }

  /**
   * After content has come to a path: the remote's own content again, a change of it, or something that the remote does
   * not know.
   *
   * @param known what the manifest holds for the path before
   * @param hash of the content
   * @param size bytes of it
   */
  public static PathEntry holding(WorkspacePath path, Optional<PathEntry> known, ContentHash hash, long size) {
    Optional<PathEntry> base = known.filter(entry -> entry.state() != PathState.ADDED);
    PathState state = base
        .map(entry -> entry.hash().equals(Optional.of(hash)) ? PathState.HYDRATED : PathState.MODIFIED)
        .orElse(PathState.ADDED);
    return new PathEntry(
        path.value(), state, base.flatMap(PathEntry::revision), base.flatMap(PathEntry::hash), size,
        base.flatMap(PathEntry::updatedAt), Optional.empty(), Optional.empty(),
        base.map(PathEntry::unlisted).orElse(false));
  }

  /** A file that the remote does not know. Its hash is nobody's but the disk's, which is asked for it. */
  public static PathEntry added(WorkspacePath path, long size) {
    return holding(path, Optional.empty(), ContentHash.OF_NOTHING, size);
  }
}
