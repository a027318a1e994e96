package io.cistern.domain.publish;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import java.util.Optional;

/**
 * What the manifest says of a path whose publication gave way to a person. The entry stays based on the revision that
 * the person saw: an edit of the old revision must never count as an edit of the new one (flaw F5).
 */
public final class YieldRule {
  private static final String NOT_WRITABLE = "it could not be written here";

  private static final String KEPT_AS = "; the local version is kept as ";

  private YieldRule() {}

  /** What holds the name now. */
  public enum Holder {
    NOBODY,
    FILE,
    NO_FILE,
    /** What was there before, or what could not be looked at: the system did not let the name be switched. */
    UNTOUCHED
  }

  /** Whether the entry says that the system, and no person, kept the name from being switched. */
  public static boolean saysNotWritable(PathEntry entry) {
    return entry.reason().filter(NOT_WRITABLE::equals).isPresent();
  }

  /** Where a person's bytes are kept beside the name of an entry, relative to the root: no path of its own. */
  public static Optional<String> conflictCopy(PathEntry entry) {
    return entry.reason()
        .filter(reason -> reason.contains(KEPT_AS))
        .map(reason -> reason.substring(reason.indexOf(KEPT_AS) + KEPT_AS.length()));
  }

  /** Why a path is in conflict whose local bytes are kept beside it. */
  static String keptAs(String what, String conflictCopy) {
    return what + KEPT_AS + conflictCopy;
  }

  /**
   * The entry from now on; empty when nothing of the path is left.
   *
   * @param before the entry before the group
   * @param after the entry the group wished for
   * @param memo of the visible file, where one holds the name
   * @param conflictCopy where the person's bytes are kept beside the name
   */
  public static Optional<PathEntry> entry(
      Publication publication,
      Optional<PathEntry> before,
      Optional<PathEntry> after,
      Holder holder,
      Optional<Memo> memo,
      Optional<String> conflictCopy) {
    if (conflictCopy.isPresent()) {
      String what = publication.target() instanceof Target.Dehydrated
          ? "changed here while its content was given back"
          : "changed here and remotely";
      String reason = keptAs(what, conflictCopy.get());
      return after.or(() -> before).map(entry -> conflict(entry, memo, reason));
    }
    if (publication.target() instanceof Target.MovedFrom) {
      return notArrived(before, holder);
    }
    return switch (holder) {
      case NOBODY -> removedHere(publication.target(), before, after);
      case FILE -> editedHere(publication, before, after, memo);
      case UNTOUCHED -> publication.target() instanceof Target.MovedTo
          ? before
          : before.or(() -> after).map(entry -> entry.withReason(Optional.of(NOT_WRITABLE)));
      case NO_FILE ->
        before.or(() -> after)
            .map(entry -> conflict(entry, Optional.empty(), "the name is held by what is no regular file"));
    };
  }

  /**
   * Nothing came to the name, so that nothing may say that it did (flaw F18): it is what it was before, or what a person
   * has put there.
   */
  private static Optional<PathEntry> notArrived(Optional<PathEntry> before, Holder holder) {
    return holder == Holder.FILE ? before.map(YieldRule::keptHere) : before;
  }

  /** A missing file is never a delete: the entry stays what it was, and says so. */
  private static Optional<PathEntry> removedHere(
      Target target, Optional<PathEntry> before, Optional<PathEntry> after) {
    if (target instanceof Target.Nothing) {
      return after;
    }
    return before.or(() -> after)
        .map(entry -> entry.withMemo(Optional.empty())
            .withReason(Optional.of(before.isPresent() ? "removed here" : NOT_WRITABLE)));
  }

  private static Optional<PathEntry> editedHere(
      Publication publication, Optional<PathEntry> before, Optional<PathEntry> after, Optional<Memo> memo) {
    boolean onlyLocal = after.filter(entry -> entry.state() == PathState.ADDED).isPresent();
    if (before.isEmpty() && onlyLocal) {
      return after.map(YieldRule::keptHere);
    }
    if (before.filter(entry -> entry.state() == PathState.REMOVED).isPresent()) {
      return before.map(YieldRule::keptHere); // only what was done here brings a file to where one was removed here
    }
    if (before.isEmpty()) {
      return after.map(entry -> conflict(entry, memo, "a local file had the name before the remote one came"));
    }
    PathEntry known = before.get();
    return switch (publication.target()) {
      case Target.Placeholder() -> Optional.of(conflict(known, memo, "a local file has the name"));
      case Target.Nothing() when isLocal(known, after) -> Optional.of(keptHere(known));
      case Target.Nothing() -> Optional.of(conflict(known, memo, "changed here, removed remotely"));
      case Target.MovedTo _ -> Optional.of(keptHere(known));
      case Target.MovedFrom _ -> before;
      case Target.Bytes(StagedContent _) -> known.state() == PathState.PLACEHOLDER
          ? Optional.of(known.withState(PathState.MODIFIED).withMemo(memo).withReason(Optional.empty()))
          : Optional.of(conflict(known, memo, "changed here and remotely"));
      case Target.Dehydrated(StagedContent _) -> sameRevision(known, after)
          ? Optional.of(known.withState(PathState.MODIFIED).withMemo(memo).withReason(Optional.empty()))
          : Optional.of(conflict(known, memo, "changed here and remotely"));
    };
  }

  /** A removal that was asked for here; one that the remote asked for leaves no tombstone, and never meets what is local. */
  private static boolean isLocal(PathEntry known, Optional<PathEntry> after) {
    return known.state() == PathState.ADDED || after.filter(entry -> entry.state() == PathState.REMOVED).isPresent();
  }

  /** A person was quicker than the command: the file is theirs as it is, and without a memo the next look hashes it. */
  private static PathEntry keptHere(PathEntry known) {
    return switch (known.state()) {
      case PLACEHOLDER, HYDRATED, MODIFIED, REMOVED ->
        known.withState(PathState.MODIFIED).withMemo(Optional.empty()).withReason(Optional.empty());
      case ADDED -> known.withMemo(Optional.empty());
      case CONFLICT, QUARANTINED -> known;
    };
  }

  private static boolean sameRevision(PathEntry known, Optional<PathEntry> after) {
    return after.filter(wished -> wished.revision().equals(known.revision())).isPresent();
  }

  private static PathEntry conflict(PathEntry entry, Optional<Memo> memo, String reason) {
    return entry.withState(PathState.CONFLICT).withMemo(memo).withReason(Optional.of(reason));
  }
}
