package io.cistern.domain.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.quota.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CompactionPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final long MIB = 1L << 20;
  private static final CompactionPolicy POLICY = new CompactionPolicy(CompactionQuota.DEFAULTS, 16 * MIB);

  /** Nothing stands in the way of it; each test puts something there. */
  private static final Situation FREE = new Situation(
      Optional.empty(), 0, Optional.empty(), true, OptionalLong.of(Long.MAX_VALUE), 1, false);

  /** Everything stands in the way of it at once. */
  private static final Situation BLOCKED = new Situation(
      Optional.of(NOW.minusSeconds(5)), 100, Optional.of(NOW.minusSeconds(5)), false, OptionalLong.of(0), 1, true);

  @Test
  void aFreshSessionMayStart() {
    assertThat(POLICY.admit(FREE, NOW)).isEqualTo(new Admission.Allowed());
  }

  @Test
  void theDefaultsAreAMinuteTwoMinutesAndAHundred() {
    assertThat(CompactionQuota.DEFAULTS)
        .isEqualTo(new CompactionQuota(Duration.ofSeconds(60), Duration.ofSeconds(120), 100));
  }

  @Test
  void oneThatIsPendingKeepsTheNextAwayUntilItsDeadline() {
    assertThat(POLICY.admit(pending(NOW.minusSeconds(20)), NOW))
        .isEqualTo(new Admission.Refused("pending", NOW.plusSeconds(100)));
  }

  @Test
  void theCooldownRunsFromStartToStartAndItsEndIsAllowed() {
    assertThat(POLICY.admit(lastStart(NOW.minusSeconds(59)), NOW))
        .isEqualTo(new Admission.Refused("cooldown", NOW.plusSeconds(1)));
    assertThat(POLICY.admit(lastStart(NOW.minusSeconds(60)), NOW)).isEqualTo(new Admission.Allowed());
    assertThat(POLICY.admit(lastStart(NOW.minusSeconds(61)), NOW)).isEqualTo(new Admission.Allowed());
  }

  @Test
  void aCooldownOfZeroNeverBlocks() {
    CompactionPolicy hasty = new CompactionPolicy(new CompactionQuota(Duration.ZERO, Duration.ofMinutes(2), 100), MIB);

    assertThat(hasty.admit(lastStart(NOW), NOW)).isEqualTo(new Admission.Allowed());
  }

  @Test
  void aClockThatWasSetBackHoldsNobodyUp() {
    assertThat(POLICY.admit(lastStart(NOW.plus(Duration.ofDays(400))), NOW)).isEqualTo(new Admission.Allowed());
  }

  @Test
  void aHundredTriesInVainAreTheLast() {
    assertThat(POLICY.admit(attempts(99), NOW)).isEqualTo(new Admission.Allowed());
    assertThat(POLICY.admit(attempts(100), NOW)).isEqualTo(new Admission.Refused("attempt limit", Instant.MAX));
    assertThat(POLICY.admit(attempts(101), NOW)).isEqualTo(new Admission.Refused("attempt limit", Instant.MAX));
  }

  @Test
  void withoutAGroupBehindTheCheckpointThereIsNothingToDo() {
    assertThat(reason(new Situation(
        Optional.empty(), 0, Optional.empty(), false, OptionalLong.of(Long.MAX_VALUE), 1, false)))
        .contains(CompactionRefusal.NOTHING_TO_DO);
  }

  @Test
  void aDiskWithoutRoomForASecondCheckpointIsSparedAndSoIsOneThatDoesNotTell() {
    assertThat(reason(room(OptionalLong.of(9), 10))).contains(CompactionRefusal.DISK_PRESSURE);
    assertThat(reason(room(OptionalLong.empty(), 10))).contains(CompactionRefusal.DISK_PRESSURE);
    assertThat(reason(room(OptionalLong.of(10), 10))).isEmpty();
    assertThat(CompactionPolicy.needed(3 * MIB, 5 * MIB)).isEqualTo(40 * MIB);
  }

  @Test
  void whatAnotherProcessHoldsIsNotWaitedFor() {
    assertThat(reason(new Situation(
        Optional.empty(), 0, Optional.empty(), true, OptionalLong.of(Long.MAX_VALUE), 1, true)))
        .contains(CompactionRefusal.BUSY);
  }

  @Test
  void ofSeveralReasonsTheFirstInOrderIsTold() {
    Situation all = BLOCKED;
    assertThat(reason(all)).contains(CompactionRefusal.PENDING);
    all = new Situation(Optional.empty(), 100, all.lastStart(), false, all.freeBytes(), 1, true);
    assertThat(reason(all)).contains(CompactionRefusal.ATTEMPT_LIMIT);
    all = new Situation(Optional.empty(), 99, all.lastStart(), false, all.freeBytes(), 1, true);
    assertThat(reason(all)).contains(CompactionRefusal.COOLDOWN);
    all = new Situation(Optional.empty(), 99, Optional.empty(), false, all.freeBytes(), 1, true);
    assertThat(reason(all)).contains(CompactionRefusal.NOTHING_TO_DO);
    all = new Situation(Optional.empty(), 99, Optional.empty(), true, all.freeBytes(), 1, true);
    assertThat(reason(all)).contains(CompactionRefusal.DISK_PRESSURE);
    all = new Situation(Optional.empty(), 99, Optional.empty(), true, OptionalLong.of(1), 1, true);
    assertThat(reason(all)).contains(CompactionRefusal.BUSY);
  }

  @Test
  void theBudgetIsTheCheckpointsSizeWhereThatIsMore() {
    assertThat(POLICY.due(16 * MIB, 0)).isFalse();
    assertThat(POLICY.due(16 * MIB + 1, 0)).isTrue();
    assertThat(POLICY.due(80 * MIB, 80 * MIB)).isFalse();
    assertThat(POLICY.due(80 * MIB + 1, 80 * MIB)).isTrue();
  }

  @Test
  void atTwiceTheBudgetItIsOverdue() {
    assertThat(POLICY.overdue(32 * MIB - 1, 0)).isFalse();
    assertThat(POLICY.overdue(32 * MIB, 0)).isTrue();
    assertThat(POLICY.overdue(159 * MIB, 80 * MIB)).isFalse();
    assertThat(POLICY.overdue(160 * MIB, 80 * MIB)).isTrue();
  }

  @Test
  void whatEndedInTimeCountsByItsOwnTimeStamp() {
    assertThat(POLICY.inTime(NOW, NOW.plusSeconds(5))).isTrue();
    assertThat(POLICY.inTime(NOW, NOW.plusSeconds(120))).isTrue();
    assertThat(POLICY.inTime(NOW, NOW.plusSeconds(121))).isFalse();
  }

  private static Optional<CompactionRefusal> reason(Situation situation) {
    if (!(POLICY.admit(situation, NOW) instanceof Admission.Refused refused)) {
      return Optional.empty();
    }
    for (CompactionRefusal refusal : CompactionRefusal.values()) {
      if (refusal.word().equals(refused.reason())) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }

  private static Situation pending(Instant since) {
    return new Situation(
        Optional.of(since), 1, Optional.of(since), true, FREE.freeBytes(), 1, false);
  }

  private static Situation lastStart(Instant start) {
    return new Situation(Optional.empty(), 0, Optional.of(start), true, FREE.freeBytes(), 1, false);
  }

  private static Situation attempts(int attempts) {
    return new Situation(Optional.empty(), attempts, Optional.empty(), true, FREE.freeBytes(), 1, false);
  }

  private static Situation room(OptionalLong free, long needed) {
    return new Situation(Optional.empty(), 0, Optional.empty(), true, free, needed, false);
  }
}
