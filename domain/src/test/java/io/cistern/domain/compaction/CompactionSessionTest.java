package io.cistern.domain.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.quota.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompactionSessionTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final CompactionResult RESULT = new CompactionResult(new Sequence(3), 9, 2, 900, 300, 4, 5);
  private static final CompactionEnd APPLIED = new CompactionEnd.Applied(RESULT);
  private static final List<CompactionEnd> IN_VAIN = List.of(
      new CompactionEnd.Stale("switched"), new CompactionEnd.Failed(new Failure.LocalDiskFull("the disk is full")),
      new CompactionEnd.TimedOut(Duration.ofSeconds(121)), new CompactionEnd.Aborted());

  @Test
  void aStartIsStampedAndCountsAtOnce() {
    CompactionSession started = CompactionSession.FRESH.started(new Admission.Allowed(), NOW);

    assertThat(started.pending()).contains(new CompactionSession.Pending(1, NOW));
    assertThat(started.attempts()).isEqualTo(1);
  }

  @Test
  void onlyWhatIsAllowedStarts() {
    Admission refused = new Admission.Refused("cooldown", NOW);

    assertThatThrownBy(() -> CompactionSession.FRESH.started(refused, NOW)).isInstanceOf(InvariantViolated.class);
  }

  @Test
  void oneAtATime() {
    CompactionSession started = CompactionSession.FRESH.begun(NOW);

    assertThatThrownBy(() -> started.begun(NOW)).isInstanceOf(InvariantViolated.class);
  }

  @Test
  void eachTaskEndsExactlyOnce() {
    CompactionSession ended = CompactionSession.FRESH.begun(NOW).ended(1, APPLIED);

    assertThat(ended.pending()).isEmpty();
    assertThatThrownBy(() -> ended.ended(1, APPLIED)).isInstanceOf(InvariantViolated.class);
    CompactionSession next = ended.begun(NOW);
    assertThatThrownBy(() -> next.ended(1, APPLIED)).as("an end of an earlier task")
        .isInstanceOf(InvariantViolated.class);
  }

  @Test
  void onlyADurableSuccessMakesTheTriesForgotten() {
    CompactionSession session = CompactionSession.FRESH;
    for (CompactionEnd end : IN_VAIN) {
      session = session.begun(NOW).ended(session.tasks() + 1, end);
    }
    assertThat(session.attempts()).isEqualTo(4);

    session = session.begun(NOW);
    session = session.ended(session.tasks(), APPLIED);

    assertThat(session.attempts()).isZero();
    assertThat(session.tasks()).isEqualTo(5);
  }

  @Test
  void aHundredAndFiftySuccessesAreNoReasonToStop() {
    CompactionPolicy policy = new CompactionPolicy(CompactionQuota.DEFAULTS, 1);
    CompactionSession session = CompactionSession.FRESH;
    for (int i = 1; i <= 150; i++) {
      session = session.started(new Admission.Allowed(), NOW).ended(i, APPLIED);
    }

    Situation now = new Situation(
        Optional.empty(), session.attempts(), Optional.empty(), true, java.util.OptionalLong.of(2), 1, false);
    assertThat(policy.admit(now, NOW)).isEqualTo(new Admission.Allowed());
  }

  @Test
  void aMirrorRemembersStartsAndHowTheyEnded() {
    CompactionNotes notes = CompactionNotes.NONE
        .after(new CompactionEvent.Started(1, false, NOW))
        .after(new CompactionEvent.Ended(1, IN_VAIN.getFirst(), NOW.plusSeconds(1)))
        .after(new CompactionEvent.Started(2, true, NOW.plusSeconds(60)))
        .after(new CompactionEvent.Ended(2, APPLIED, NOW.plusSeconds(61)));

    assertThat(notes.lastStart()).contains(NOW.plusSeconds(60));
    assertThat(notes.started()).isEqualTo(2);
    assertThat(notes.ended()).isEqualTo(Map.of("stale", 1L, "applied", 1L));
    assertThat(notes.last())
        .contains(new CompactionNotes.Ended("applied", "900 bytes became 300", NOW.plusSeconds(61)));
  }

  @Test
  void everyEndSaysWhatItIs() {
    assertThat(IN_VAIN).extracting(CompactionEnd::word).containsExactly("stale", "failed", "timed out", "aborted");
    assertThat(IN_VAIN).extracting(CompactionEnd::detail)
        .containsExactly("switched", "the disk is full", "after 121 s", "");
  }
}
