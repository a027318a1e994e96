package io.cistern.domain.compaction;

import io.cistern.domain.failure.Invariant;
import io.cistern.domain.quota.Admission;
import java.time.Instant;
import java.util.Optional;

/**
 * What one run of a long verb, or of an embedding program, has tried: at most one compaction at a time, and exactly one
 * end for each.
 *
 * @param pending the one under way
 * @param attempts tries since the last success
 * @param tasks how many were started
 */
public record CompactionSession(Optional<Pending> pending, int attempts, long tasks) {
  /** Nothing tried yet. */
  public static final CompactionSession FRESH = new CompactionSession(Optional.empty(), 0, 0);

  /**
   * A compaction under way.
   *
   * @param task its number in the session, from 1
   */
  public record Pending(long task, Instant started) {}

  /** One starts, and counts as a try whatever comes of it. Only when it was allowed. */
  public CompactionSession started(Admission admission, Instant now) {
    Invariant.check(admission instanceof Admission.Allowed, "a compaction starts only when it may");
    return begun(now);
  }

  /** One starts that no quota is asked for: by a person's wish, or because it is overdue. */
  public CompactionSession begun(Instant now) {
    Invariant.check(pending.isEmpty(), "one compaction at a time");
    int counted = attempts == Integer.MAX_VALUE ? attempts : attempts + 1;
    return new CompactionSession(Optional.of(new Pending(tasks + 1, now)), counted, tasks + 1);
  }

  /** The one under way has ended; only a success that is durable makes the tries before it forgotten. */
  public CompactionSession ended(long task, CompactionEnd end) {
    Invariant.check(pending.filter(one -> one.task() == task).isPresent(), "a compaction ends once, after it began");
    return new CompactionSession(Optional.empty(), end instanceof CompactionEnd.Applied ? 0 : attempts, tasks);
  }

  /** One beside the quota succeeded: the tries before it are forgotten. */
  public CompactionSession refreshed() {
    return new CompactionSession(pending, 0, tasks);
  }
}
