package io.cistern.domain.publish;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.YieldRule.Holder;
import java.util.Optional;

/**
 * What the manifest says of a path whose publication of <em>local</em> content gave way to a person. Nothing remote is
 * at odds with anybody: the person's file is one more local version, based on what the path was based on before.
 */
public final class LocalYield {
  private LocalYield() {}

  /**
   * The entry from now on; empty when the path is as unknown as before.
   *
   * @param before the entry before the group
   * @param after the entry the group wished for
   * @param memo of the visible file, where one holds the name
   * @param conflictCopy where the person's bytes are kept beside the name
   */
  public static Optional<PathEntry> entry(
      Optional<PathEntry> before,
      Optional<PathEntry> after,
      Holder holder,
      Optional<Memo> memo,
      Optional<String> conflictCopy) {
    if (conflictCopy.isPresent()) {
      String reason = YieldRule.keptAs("changed here while it was replaced", conflictCopy.get());
      return after.or(() -> before)
          .map(entry -> entry.withState(PathState.CONFLICT).withMemo(memo).withReason(Optional.of(reason)));
    }
    return before.map(entry -> switch (holder) {
      case FILE -> edited(entry, memo);
      case NOBODY -> entry.withMemo(Optional.empty()).withReason(Optional.of("removed here"));
      case NO_FILE, UNTOUCHED -> entry;
    });
  }

  private static PathEntry edited(PathEntry before, Optional<Memo> memo) {
    PathState state = switch (before.state()) {
      case PLACEHOLDER, HYDRATED, MODIFIED, REMOVED -> PathState.MODIFIED;
      case ADDED, CONFLICT, QUARANTINED -> before.state();
    };
    return before.withState(state)
        .withSize(memo.map(Memo::size).orElse(before.size()))
        .withMemo(memo)
        .withReason(Optional.empty());
  }
}
