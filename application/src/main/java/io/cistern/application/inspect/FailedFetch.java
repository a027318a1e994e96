package io.cistern.application.inspect;

import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.RememberedFailure;
import java.time.Instant;
import java.util.Optional;

/**
 * The fetch of a placeholder that failed last, and when it is tried next.
 *
 * @param why what went wrong, as it was recorded
 * @param at where it was recorded, and {@code by} whom; empty where the log no longer has it
 * @param tried by what it is tried next
 * @param notBefore when that may help at the earliest; empty where the broker named no moment
 */
public record FailedFetch(String why, Optional<PathHistory.Step> at, Tried tried, Optional<Instant> notBefore) {
  /** What tries again. */
  public enum Tried {
    /** The next eager pass wants it, and so does whoever names it before. */
    NEXT_HYDRATE,
    /** Nothing, until somebody opens it or names it to {@code hydrate}. */
    WHEN_NAMED
  }

  /** @param wanted whether the next eager pass wants it */
  static Optional<FailedFetch> of(PathEntry entry, boolean wanted, PathHistory history) {
    return entry.reason()
        .filter(_ -> entry.state() == PathState.PLACEHOLDER)
        .map(RememberedFailure::parse)
        .map(failed -> new FailedFetch(
            failed.why(), history.learnt(failed.text()), wanted ? Tried.NEXT_HYDRATE : Tried.WHEN_NAMED,
            failed.notBefore()));
  }

  /** Where it was recorded. */
  public Optional<Sequence> sequence() {
    return at.map(PathHistory.Step::at);
  }

  /** Who had asked. */
  public Optional<Origin> by() {
    return at.map(PathHistory.Step::origin);
  }
}
