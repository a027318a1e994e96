package io.cistern.domain.compaction;

import java.time.Duration;

/**
 * How often the log may be compacted by itself, and for how long.
 *
 * @param cooldown from one start to the next; zero never blocks
 * @param timeout how long one may take before it ends itself
 * @param maxFailed tries without a success after which a session tries no more
 */
public record CompactionQuota(Duration cooldown, Duration timeout, int maxFailed) {
  /**
   * One a minute costs little beside the commits that make it due; two minutes are many times what a million paths
   * take; a hundred tries in vain say that trying is not what is missing.
   */
  public static final CompactionQuota DEFAULTS =
      new CompactionQuota(Duration.ofSeconds(60), Duration.ofSeconds(120), 100);
}
