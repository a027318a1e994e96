package io.cistern.domain.compaction;

import io.cistern.domain.quota.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when the log is compacted. Pure: the time and every signal are arguments.
 *
 * @param quota how often and how long
 * @param logBudget bytes of log that are never worth compacting
 */
public record CompactionPolicy(CompactionQuota quota, long logBudget) {
  /** At so many budgets a compaction is overdue: the mirror opens noticeably slower, and a quota helps nobody. */
  private static final int OVERDUE = 2;

  /** Commits go on while a checkpoint is written; it must not take the last of the disk from them. */
  private static final long RESERVE = 32L << 20;

  /** Two segments: the recent groups of nearly every mirror, in a fraction of a second's reading. */
  private static final long LEAST_HISTORY = 4L << 20;

  /** In a refusal that no waiting ends. */
  private static final Instant NEVER = Instant.MAX;

  /** The log may be as large as the checkpoint, so that folding costs no more than what was written since. */
  public long budget(long checkpointBytes) {
    return Math.max(logBudget, checkpointBytes);
  }

  /** Whether the log has outgrown its budget. */
  public boolean due(long logBytes, long checkpointBytes) {
    return logBytes > budget(checkpointBytes);
  }

  /** Whether it has outgrown its budget so far that it is compacted at once, whatever the quota says. */
  public boolean overdue(long logBytes, long checkpointBytes) {
    return logBytes / OVERDUE >= budget(checkpointBytes) && due(logBytes, checkpointBytes);
  }

  /** What a second checkpoint takes at most, with what is left to everybody else. */
  public static long needed(long logBytes, long checkpointBytes) {
    return logBytes + checkpointBytes + RESERVE;
  }

  /**
   * How much of the log may stay for the history. As much as the checkpoint, so that groups of thousands of records do not
   * make an old mirror larger than a fresh one, which needs for a path what a checkpoint and a record take.
   */
  public static long historyRoom(long checkpointBytes) {
    return Math.max(LEAST_HISTORY, checkpointBytes);
  }

  /**
   * Whether a compaction may start now.
   *
   * @return when refused, the word of a {@link CompactionRefusal} and when to ask again: {@link Instant#MAX} where no
   *     waiting helps
   */
  public Admission admit(Situation situation, Instant now) {
    if (situation.pending().isPresent()) {
      return refused(CompactionRefusal.PENDING, situation.pending().get().plus(quota.timeout()));
    }
    if (situation.attempts() >= quota.maxFailed()) {
      return refused(CompactionRefusal.ATTEMPT_LIMIT, NEVER);
    }
    Optional<Instant> cooled = situation.lastStart().flatMap(start -> cooled(start, now));
    if (cooled.isPresent()) {
      return refused(CompactionRefusal.COOLDOWN, cooled.get());
    }
    if (!situation.anything()) {
      return refused(CompactionRefusal.NOTHING_TO_DO, NEVER);
    }
    if (situation.freeBytes().orElse(0) < situation.neededBytes()) {
      return refused(CompactionRefusal.DISK_PRESSURE, NEVER);
    }
    return situation.busy() ? refused(CompactionRefusal.BUSY, now) : new Admission.Allowed();
  }

  /** A refusal that says when to ask again. */
  public static Admission refused(CompactionRefusal why, Instant retryAt) {
    return new Admission.Refused(why.word(), retryAt);
  }

  /** Whether work that ended then counts: its own time stamp is judged, not the moment somebody looked. */
  public boolean inTime(Instant started, Instant finished) {
    return Duration.between(started, finished).compareTo(quota.timeout()) <= 0;
  }

  /** Empty when the cooldown is over. A start in the future is a clock that was set back, and holds nobody up. */
  private Optional<Instant> cooled(Instant start, Instant now) {
    Instant over = start.plus(quota.cooldown());
    return now.isBefore(over) && !start.isAfter(now) ? Optional.of(over) : Optional.empty();
  }
}
