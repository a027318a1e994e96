package io.cistern.application.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.domain.compaction.CompactionEnd;
import io.cistern.domain.compaction.CompactionEvent;
import io.cistern.domain.compaction.CompactionQuota;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Each rule of a session, with a clock that the test moves and a worker that runs when the test says so. */
class CompactionTurnTest {
  private final TurnBench bench = new TurnBench();

  @Test
  void aFreshSessionStartsWhatIsDue() {
    bench.commits(11);

    bench.turn();

    assertThat(bench.events()).containsExactly(new CompactionEvent.Started(1, false, bench.clock().instant()));
    assertThat(bench.mirror().compactor().notes().lastStart()).contains(bench.clock().instant());
  }

  @Test
  void belowTheBudgetNothingStartsAndNothingCounts() {
    bench.commits(10);

    bench.turn();

    assertThat(bench.events()).isEmpty();
    assertThat(bench.session().attempts()).isZero();
  }

  @Test
  void aResultIsAppliedOnALaterTurnAndEndsItsTask() {
    bench.commits(11);
    bench.turn();
    bench.turn();
    assertThat(bench.ends()).as("not ready").isEmpty();

    bench.workerRuns();
    assertThat(bench.mirror().compactor().foldedUpTo()).as("nobody applies it but a turn").isZero();
    bench.turn();

    assertThat(bench.mirror().compactor().foldedUpTo()).isEqualTo(11);
    assertThat(bench.ends()).hasSize(1).first().isInstanceOf(CompactionEnd.Applied.class);
    bench.turn();
    assertThat(bench.ends()).as("handed over once").hasSize(1);
    assertThat(bench.mirror().lock().holder(Pass.COMPACTION)).isEmpty();
  }

  @Test
  void whileOneIsPendingNoneStarts() {
    bench.commits(11);
    bench.turn();
    bench.clock().advance(Duration.ofMinutes(5));

    bench.turn();

    assertThat(bench.starts()).isEqualTo(1);
  }

  @Test
  void theNextStartsWhenTheCooldownIsOverToTheSecond() {
    bench.commits(11);
    bench.turn();
    bench.workerRuns();
    bench.turn();
    bench.commitsOverTheBudget();
    bench.clock().advance(Duration.ofSeconds(59));
    bench.turn();
    assertThat(bench.starts()).isEqualTo(1);

    bench.clock().advance(Duration.ofSeconds(1));
    bench.turn();

    assertThat(bench.starts()).isEqualTo(2);
  }

  @Test
  void theCooldownHoldsForTheNextProcessToo() {
    bench.commits(11);
    bench.turn();
    bench.workerRuns();
    bench.turn();
    TurnBench next = bench.another();
    next.commitsOverTheBudget();
    bench.clock().advance(Duration.ofSeconds(59));
    next.turn();
    assertThat(next.starts()).isZero();

    bench.clock().advance(Duration.ofSeconds(1));
    next.turn();

    assertThat(next.starts()).isEqualTo(1);
  }

  @Test
  void triesInVainAreCountedAndTheLimitEndsThem() {
    bench.with(new CompactionQuota(Duration.ZERO, Duration.ofMinutes(2), 3));
    bench.mirror().compactor().whilePreparing(() -> {
      throw new CisternException(new Failure.LocalDiskFull("the disk is full"));
    });
    bench.commits(11);

    for (int i = 0; i < 10; i++) {
      bench.turn();
      bench.workerRuns();
    }

    assertThat(bench.starts()).isEqualTo(3);
    assertThat(bench.ends()).hasSize(3)
        .allMatch(new CompactionEnd.Failed(new Failure.LocalDiskFull("the disk is full"))::equals);
  }

  @Test
  void aHundredAndFiftySuccessesAreNoReasonToStop() {
    bench.with(new CompactionQuota(Duration.ZERO, Duration.ofMinutes(2), 3));

    for (int i = 0; i < 150; i++) {
      bench.commitsOverTheBudget();
      bench.turn();
      bench.workerRuns();
      bench.turn();
    }

    assertThat(bench.ends()).hasSize(150).allMatch(CompactionEnd.Applied.class::isInstance);
    assertThat(bench.session().attempts()).isZero();
  }

  @Test
  void whatFinishedInFiveSecondsIsAppliedTenMinutesLater() {
    bench.commits(11);
    bench.turn();
    bench.clock().advance(Duration.ofSeconds(5));
    bench.workerRuns();
    bench.clock().advance(Duration.ofMinutes(10));

    bench.turn();

    assertThat(bench.ends()).hasSize(1).first().isInstanceOf(CompactionEnd.Applied.class);
  }

  @Test
  void theWorkerEndsItselfAtItsDeadlineAndSaysWhen() {
    bench.commits(11);
    bench.turn();
    bench.mirror().compactor().whilePreparing(() -> bench.clock().advance(Duration.ofSeconds(121)));
    bench.workerRuns();
    bench.clock().advance(Duration.ofHours(1));

    bench.turn();

    assertThat(bench.ends()).containsExactly(new CompactionEnd.TimedOut(Duration.ofSeconds(121)));
    assertThat(bench.session().attempts()).as("the turn has told it and gone on to the next").isEqualTo(2);
    assertThat(bench.mirror().compactor().onDisk()).isEmpty();
  }

  @Test
  void aTimeoutIsToldOnlyWhenTheWorkerHasReallyStopped() {
    bench.commits(11);
    bench.turn();
    bench.clock().advance(Duration.ofHours(1));

    bench.turn();
    assertThat(bench.ends()).as("it still runs").isEmpty();
    bench.workerRuns();
    bench.turn();

    assertThat(bench.ends()).hasSize(1).first().isInstanceOf(CompactionEnd.TimedOut.class);
  }

  @Test
  void aPanicIsAnErrorWithItsCauseAndTheHostLives() {
    bench.commits(11);
    bench.turn();
    bench.mirror().compactor().whilePreparing(() -> {
      throw new StackOverflowError("too deep");
    });

    assertThatCode(bench::workerRuns).doesNotThrowAnyException();
    bench.turn();

    assertThat(bench.ends()).hasSize(1).first().isInstanceOfSatisfying(
        CompactionEnd.Failed.class, end -> assertThat(end.cause().message()).contains("too deep"));
    bench.commits(12);
  }

  @Test
  void aResultForAMirrorThatWasSwitchedMeanwhileIsRefusedAndTriedAgainLater() {
    bench.commits(11);
    bench.turn();
    bench.workerRuns();
    bench.mirror().compactor().isSwitchedByAnother();

    bench.turn();

    assertThat(bench.ends()).hasSize(1).first().isInstanceOf(CompactionEnd.Stale.class);
    assertThat(bench.mirror().compactor().foldedUpTo()).isZero();
    assertThat(bench.mirror().compactor().onDisk()).isEmpty();
    bench.clock().advance(Duration.ofSeconds(60));
    bench.turn();
    bench.workerRuns();
    bench.turn();
    assertThat(bench.ends()).last().isInstanceOf(CompactionEnd.Applied.class);
  }

  @Test
  void aSwitchAwayAndBackIsASwitch() {
    bench.commits(11);
    bench.turn();
    bench.workerRuns();
    bench.mirror().compactor().isSwitchedByAnother();
    bench.mirror().compactor().isSwitchedByAnother();

    bench.turn();

    assertThat(bench.ends()).hasSize(1).first().isInstanceOf(CompactionEnd.Stale.class);
  }

  @Test
  void aMirrorLockThatIsTakenIsNotWaitedForAndTheResultKeeps() {
    bench.commits(11);
    bench.turn();
    bench.workerRuns();
    HeldLock others = bench.another().mirror().lock().acquire(Deadline.NEVER).orElseThrow();

    bench.onAnotherThread(bench::turn);
    assertThat(bench.ends()).isEmpty();
    others.close();
    bench.turn();

    assertThat(bench.ends()).hasSize(1).first().isInstanceOf(CompactionEnd.Applied.class);
  }

  @Test
  void aPassThatAnotherProcessRunsIsNotWaitedForAndCostsNoTry() {
    bench.commits(11);
    try (HeldPass _ = bench.another().mirror().lock().tryPass(Pass.COMPACTION).orElseThrow()) {
      bench.turn();
    }
    assertThat(bench.starts()).isZero();
    assertThat(bench.session().attempts()).isZero();

    bench.turn();

    assertThat(bench.starts()).isEqualTo(1);
  }

  @Test
  void aFullDiskCostsNoTry() {
    bench.commits(11);
    bench.mirror().compactor().roomIs(OptionalLong.of(1000));

    bench.turn();

    assertThat(bench.starts()).isZero();
    assertThat(bench.session().attempts()).isZero();
  }

  @Test
  void aShortVerbAppliesWhatADeadProcessLeftAndStartsNothing() {
    bench.commits(11);
    bench.turn();
    bench.workerRuns();
    bench.dies();
    TurnBench next = bench.another().shortVerb();
    next.commits(12);

    next.turn();

    assertThat(next.mirror().compactor().foldedUpTo()).isEqualTo(11);
    assertThat(next.mirror().compactor().onDisk()).isEmpty();
    next.commits(23);
    next.turn();
    assertThat(next.starts()).isZero();
  }

  @Test
  void whatADeadProcessLeftAndNoLongerFitsIsRemoved() {
    bench.commits(11);
    bench.turn();
    bench.workerRuns();
    bench.dies();
    TurnBench next = bench.another().shortVerb();
    next.mirror().compactor().isSwitchedByAnother();
    next.commits(12);

    next.turn();

    assertThat(next.mirror().compactor().foldedUpTo()).isZero();
    assertThat(next.mirror().compactor().onDisk()).isEmpty();
  }

  @Test
  void atTwiceTheBudgetItIsDoneAtOnceWhateverTheQuotaSays() {
    bench.with(new CompactionQuota(Duration.ofDays(1), Duration.ofMinutes(2), 1));
    bench.commits(11);
    bench.turn();
    bench.mirror().compactor().roomIs(OptionalLong.of(0));
    bench.workerStopsWhenAsked();
    bench.commits(20);

    bench.turn();

    assertThat(bench.mirror().compactor().foldedUpTo()).isEqualTo(20);
    assertThat(bench.ends()).hasSize(2);
    assertThat(bench.ends().getFirst()).isInstanceOf(CompactionEnd.Aborted.class);
    assertThat(bench.ends().getLast()).isInstanceOf(CompactionEnd.Applied.class);
    assertThat(bench.events()).anyMatch(
        event -> event instanceof CompactionEvent.Started(long _, boolean foreground, var _) && foreground);
  }

  @Test
  void whenThatFailsTheCommandGoesOnAndDoesNotTryAtEachOfItsCommits() {
    int[] tries = {0};
    bench.shortVerb().mirror().compactor().whilePreparing(() -> {
      tries[0]++;
      throw new CisternException(new Failure.LocalDiskFull("the disk is full"));
    });
    bench.commits(20);

    assertThatCode(bench::turn).doesNotThrowAnyException();
    bench.turn();
    assertThat(tries[0]).isEqualTo(1);
    bench.clock().advance(Duration.ofSeconds(60));
    bench.turn();

    assertThat(tries[0]).isEqualTo(2);
    bench.commits(21);
  }

  @Test
  void whereItIsDisabledNeitherPhaseRunsAndTheVerbDoes() {
    bench.disabled();
    bench.commits(50);

    bench.turn();

    assertThat(bench.events()).isEmpty();
    assertThat(bench.compactNow()).isPresent();
    assertThat(bench.mirror().compactor().foldedUpTo()).isEqualTo(50);
  }

  @Test
  void whereItIsDisabledNothingThatIsFinishedIsAppliedEither() {
    bench.commits(11);
    bench.turn();
    bench.workerRuns();
    bench.dies();
    TurnBench next = bench.another();
    next.disabled();
    next.commits(12);

    next.turn();
    next.close();

    assertThat(next.mirror().compactor().foldedUpTo()).isZero();
    assertThat(next.mirror().compactor().onDisk()).hasSize(1);
    assertThat(next.compactNow()).isPresent();
    assertThat(next.mirror().compactor().onDisk()).isEmpty();
  }

  @Test
  void aManualOneTellsItsErrors() {
    bench.commits(1);
    bench.mirror().compactor().whilePreparing(() -> {
      throw new CisternException(new Failure.LocalDiskFull("the disk is full"));
    });

    assertThatThrownBy(bench::compactNow).hasMessageContaining("the disk is full");
    assertThat(bench.mirror().compactor().notes().last().orElseThrow().word()).isEqualTo("failed");
  }

  @Test
  void aManualOneIsRefusedWhileAnotherProcessIsAtIt() {
    bench.commits(1);
    try (HeldPass _ = bench.another().mirror().lock().tryPass(Pass.COMPACTION).orElseThrow()) {
      assertThatThrownBy(bench::compactNow).isInstanceOfSatisfying(
          CisternException.class, refused -> assertThat(refused.failure()).isInstanceOf(Failure.MirrorInUse.class));
    }
  }

  @Test
  void closingAppliesWhatIsFinished() {
    bench.commits(11);
    bench.turn();
    bench.workerRuns();

    bench.close();

    assertThat(bench.mirror().compactor().foldedUpTo()).isEqualTo(11);
    assertThat(bench.mirror().lock().holder(Pass.COMPACTION)).isEmpty();
  }

  @Test
  void closingAbortsWhatIsNotAndWaitsUntilItHasReallyStopped() {
    bench.commits(11);
    bench.workerStopsWhenAsked();
    bench.turn();

    bench.close();

    assertThat(bench.ends()).containsExactly(new CompactionEnd.Aborted());
    assertThat(bench.workersRunning()).isZero();
    assertThat(bench.mirror().compactor().onDisk()).isEmpty();
    assertThat(bench.mirror().lock().holder(Pass.COMPACTION)).isEmpty();
  }
}
