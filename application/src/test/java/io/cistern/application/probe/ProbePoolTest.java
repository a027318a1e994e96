package io.cistern.application.probe;

import static io.cistern.application.probe.ProbeBench.PLAY;
import static io.cistern.application.probe.ProbeBench.WORK;
import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.testing.FakeHelpers.FakeHelper;
import io.cistern.application.testing.Latches;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.PoolLimits;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProbePoolTest {
  private final ProbeBench bench = new ProbeBench();

  @AfterEach
  void close() {
    bench.close();
    assertThat(bench.helpers.alive()).as("no helper outlives its pool").isEmpty();
  }

  @Test
  void aHelperAnswersManyQuestionsAndIsStartedByTheFirst() {
    for (int i = 0; i < 5; i++) {
      try (ProbePool.Lease lease = lease()) {
        assertThat(bench.helpers.started()).isEqualTo(i == 0 ? 0 : 1);
        assertThat(ask(lease)).isInstanceOf(ProbeOutcome.Answered.class);
        assertThat(lease.once()).isFalse();
      }
    }

    assertThat(bench.helpers.started()).isEqualTo(1);
    assertThat(bench.helpers.asked()).isEqualTo(5);
  }

  @Test
  void theThirdOfThreeCallersIsAnsweredAtOnceByAHelperOfItsOwn() {
    try (ProbePool.Lease first = lease();
        ProbePool.Lease second = lease();
        ProbePool.Lease third = lease()) {
      assertThat(first.once() || second.once()).isFalse();
      assertThat(third.once()).isTrue();
      assertThat(third.waited()).isFalse();
      assertThat(ask(third)).isInstanceOf(ProbeOutcome.Answered.class);
    }
    awaitProcesses(0); // the third ended after its question, and the others never had one
  }

  @Test
  void whoeverComesAtTheGlobalBoundWaitsUntilOneIsGivenBack() {
    try (ProbeBench small = new ProbeBench(new PoolLimits(1, 1, Duration.ofMinutes(5)))) {
      CountDownLatch asking = new CountDownLatch(1);
      CountDownLatch answered = new CountDownLatch(1);
      small.helpers.answer((helper, _) -> {
        asking.countDown();
        Latches.await(answered);
        return new ProbeOutcome.NoAnswer(helper.home().value());
      });
      CompletableFuture<ProbeOutcome> first = CompletableFuture.supplyAsync(() -> {
        try (ProbePool.Lease lease = small.pool.lease(WORK, Deadline.NEVER).orElseThrow()) {
          return lease.ask(ProviderName.BROKER, Deadline.NEVER);
        }
      });
      Latches.await(asking);
      assertThat(small.pool.lease(PLAY, small.in(Duration.ZERO))).as("refused when its time has come").isEmpty();

      CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> {
        try (ProbePool.Lease lease = small.pool.lease(PLAY, Deadline.NEVER).orElseThrow()) {
          return lease.waited();
        }
      });
      answered.countDown();

      assertThat(first.join()).isEqualTo(new ProbeOutcome.NoAnswer("work"));
      assertThat(second.join()).isTrue();
    }
  }

  @Test
  void aHelperThatDiedWhileNobodyLookedIsReplaced() {
    ask(WORK);
    bench.helpers.alive().getFirst().die();

    assertThat(ask(WORK)).isInstanceOf(ProbeOutcome.Answered.class);
    assertThat(bench.helpers.started()).isEqualTo(2);
  }

  @Test
  void aHelperThatBreaksTheProtocolIsNotAskedAgain() {
    bench.helpers.answer((helper, _) -> {
      helper.die();
      return new ProbeOutcome.NoAnswer("noise");
    });
    assertThat(ask(WORK)).isInstanceOf(ProbeOutcome.NoAnswer.class);
    assertThat(ask(WORK)).isInstanceOf(ProbeOutcome.NoAnswer.class);

    assertThat(bench.helpers.started()).isEqualTo(2);
  }

  @Test
  void aHelperThatCannotBeStartedIsAnAnswerAndNoLeak() {
    bench.helpers.failToStart(true);
    assertThat(ask(WORK)).isEqualTo(new ProbeOutcome.NoAnswer("no helper can be started"));
    bench.helpers.failToStart(false);

    assertThat(ask(WORK)).isInstanceOf(ProbeOutcome.Answered.class);
  }

  @Test
  void aChangedCredentialEndsTheHelpersOfItsHomeAndOnlyThose() {
    ask(WORK);
    ask(PLAY);

    bench.pool.invalidate(WORK);
    ask(WORK);
    ask(PLAY);

    assertThat(bench.helpers.started()).isEqualTo(3);
    awaitProcesses(2);
    assertThat(bench.helpers.alive()).extracting(FakeHelper::number).containsExactly(2, 3);
  }

  @Test
  void flushingDoesNotWaitForAHelperThatIsBeingAsked() {
    CountDownLatch asking = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    bench.helpers.answer((_, _) -> {
      asking.countDown();
      Latches.await(answered);
      return new ProbeOutcome.NoAnswer("late");
    });
    CompletableFuture<ProbeOutcome> slow = CompletableFuture.supplyAsync(() -> ask(WORK));
    Latches.await(asking);

    bench.pool.invalidateAll(); // returns, although the only helper is still busy
    assertThat(slow).isNotDone();
    answered.countDown();

    assertThat(slow.join()).isEqualTo(new ProbeOutcome.NoAnswer("late"));
    awaitProcesses(0);
  }

  @Test
  void anHourWithoutAQuestionLeavesNoChild() {
    ask(WORK);
    ask(PLAY);
    assertThat(bench.pool.processes()).isEqualTo(2);

    for (int minute = 0; minute < 60; minute++) {
      bench.clock.advance(Duration.ofMinutes(1));
    }

    awaitProcesses(0);
    assertThat(bench.helpers.alive()).isEmpty();
  }

  @Test
  void aHelperThatIsAskedNowAndThenStaysWarm() {
    for (int i = 0; i < 10; i++) {
      ask(WORK);
      bench.clock.advance(Duration.ofSeconds(299));
      bench.pool.endIdle();
    }

    assertThat(bench.helpers.started()).isEqualTo(1);
  }

  private ProbeOutcome ask(HomeName home) {
    try (ProbePool.Lease lease = bench.pool.lease(home, Deadline.NEVER).orElseThrow()) {
      return ask(lease);
    }
  }

  private static ProbeOutcome ask(ProbePool.Lease lease) {
    return lease.ask(ProviderName.BROKER, Deadline.NEVER);
  }

  private ProbePool.Lease lease() {
    Optional<ProbePool.Lease> lease = bench.pool.lease(WORK, Deadline.NEVER);
    return lease.orElseThrow();
  }

  /** Helpers are ended in the background. */
  private void awaitProcesses(int expected) {
    while (bench.pool.processes() != expected) {
      Thread.onSpinWait();
    }
  }
}
