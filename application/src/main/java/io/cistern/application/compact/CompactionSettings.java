package io.cistern.application.compact;

import io.cistern.domain.compaction.CompactionPolicy;
import io.cistern.domain.compaction.CompactionQuota;
import java.time.Duration;

/**
 * The numbers of compacting; zero or negative means the default.
 *
 * @param enabled whether the log is compacted by itself; the verb works all the same
 * @param logBudget bytes of log that are never worth compacting; it may be as large as the checkpoint where that is more
 * @param keepRecent so many of the newest groups stay in the log
 */
public record CompactionSettings(boolean enabled, long logBudget, int keepRecent, CompactionQuota quota) {
  /** 16 MiB is replayed in a fraction of a second. */
  public static final long DEFAULT_LOG_BUDGET = 16L << 20;

  /** A day's work of one person, for undo and for looking back. */
  public static final int DEFAULT_KEEP_RECENT = 256;

  public static final CompactionSettings DEFAULTS =
      new CompactionSettings(true, DEFAULT_LOG_BUDGET, DEFAULT_KEEP_RECENT, CompactionQuota.DEFAULTS);

  /** The defaults, and nothing by itself. */
  public static final CompactionSettings OFF =
      new CompactionSettings(false, DEFAULT_LOG_BUDGET, DEFAULT_KEEP_RECENT, CompactionQuota.DEFAULTS);

  public CompactionSettings {
    logBudget = logBudget > 0 ? logBudget : DEFAULT_LOG_BUDGET;
    keepRecent = keepRecent > 0 ? keepRecent : DEFAULT_KEEP_RECENT;
    Duration timeout = quota.timeout().isPositive() ? quota.timeout() : CompactionQuota.DEFAULTS.timeout();
    int maxFailed = quota.maxFailed() > 0 ? quota.maxFailed() : CompactionQuota.DEFAULTS.maxFailed();
    quota = new CompactionQuota(quota.cooldown(), timeout, maxFailed);
  }

  /** The decisions that these numbers make. */
  public CompactionPolicy policy() {
    return new CompactionPolicy(quota, logBudget);
  }
}
