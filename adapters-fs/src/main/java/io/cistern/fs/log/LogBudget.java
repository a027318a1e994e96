package io.cistern.fs.log;

import io.cistern.domain.failure.Invariant;

/**
 * How large the log may grow.
 *
 * @param minimum bytes of log that are never folded; above it, the log may be as large as the checkpoint, so that
 *     folding costs no more than what was written since
 * @param segment bytes after which the next segment is begun
 */
public record LogBudget(long minimum, long segment) {
  /** 16 MiB is replayed in a fraction of a second; a segment of that size can be reserved and dropped as a whole. */
  public static final LogBudget DEFAULT = new LogBudget(16L << 20, 16L << 20);

  public LogBudget {
    Invariant.check(minimum >= 0 && segment > 0, "a log budget is not negative");
  }

  boolean exceededBy(long logBytes, long checkpointBytes) {
    return logBytes > Math.max(minimum, checkpointBytes);
  }
}
