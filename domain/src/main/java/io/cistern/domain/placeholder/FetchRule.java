package io.cistern.domain.placeholder;

import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.time.Instant;
import java.util.Optional;

/** Judges a received body: the answer's own revision and hash decide, and a newer one than the listing's is welcome. */
public final class FetchRule {
  private FetchRule() {}

  /**
   * Whether the received bytes are what this revision of the file is.
   *
   * @param wanted the entry the fetch was for
   * @param answered the answer's own revision
   * @param announced the hash the answer claims
   * @param actual the hash of the received bytes
   */
  public static boolean accepts(
      PathEntry wanted, Revision answered, Optional<ContentHash> announced, ContentHash actual) {
    if (announced.filter(claimed -> !claimed.equals(actual)).isPresent()) {
      return false;
    }
    boolean listed = wanted.hash().map(actual::equals).orElse(true);
    return listed || wanted.revision().filter(known -> answered.compareTo(known) > 0).isPresent();
  }

  /** The entry once the bytes are published. */
  public static PathEntry hydrated(
      PathEntry wanted, Revision answered, ContentHash actual, long size, Optional<Instant> editedAt) {
    Revision revision = wanted.revision().filter(known -> known.compareTo(answered) > 0).orElse(answered);
    return new PathEntry(
        wanted.name(), PathState.HYDRATED, Optional.of(revision), Optional.of(actual), size,
        editedAt.or(wanted::updatedAt), Optional.empty(), Optional.empty());
  }

  /** Whether bytes fetched for one entry still belong to the path as it is now. */
  public static boolean stillCurrent(PathEntry now, PathEntry fetched) {
    if (now.hash().isPresent() && now.hash().equals(fetched.hash())) {
      return true;
    }
    return now.revision()
        .flatMap(known -> fetched.revision().map(answered -> answered.compareTo(known) >= 0))
        .orElse(true);
  }

  /**
   * The entry to publish for a path as it is now, when the fetched bytes are still current. A listing that lacked the path
   * may be younger than the answer, so that only another listing or an event takes its word back.
   */
  public static PathEntry rebased(PathEntry now, PathEntry fetched) {
    boolean newer = now.revision()
        .flatMap(known -> fetched.revision().map(answered -> known.compareTo(answered) > 0))
        .orElse(false);
    PathEntry after = newer
        ? new PathEntry(
            now.name(), fetched.state(), now.revision(), fetched.hash(), fetched.size(), now.updatedAt(),
            fetched.memo(), fetched.reason())
        : fetched;
    return after.withUnlisted(now.unlisted());
  }
}
