package io.cistern.application.probe;

import static io.cistern.application.probe.ProbeBench.PLAY;
import static io.cistern.application.probe.ProbeBench.TARGET;
import static io.cistern.application.probe.ProbeBench.WORK;
import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.probe.AccountReading.How;
import io.cistern.application.testing.FakeHelpers;
import io.cistern.application.testing.Latches;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AskAccountsTest {
  private static final Duration TTL = Duration.ofSeconds(45);

  private final ProbeBench bench = new ProbeBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aFreshAnswerIsNotAskedForAgain() {
    assertThat(bench.ask().how()).isEqualTo(How.WARM);
    bench.clock.advance(Duration.ofSeconds(44));
    AccountReading again = bench.ask();

    assertThat(again.how()).isEqualTo(How.CACHED);
    assertThat(again.toActOn()).isPresent();
    bench.clock.advance(Duration.ofSeconds(1));
    assertThat(bench.ask().how()).isEqualTo(How.WARM);
    assertThat(bench.helpers.asked()).isEqualTo(2);
  }

  @Test
  void fiftyCallersOfAColdCacheCostOneProbe() {
    CountDownLatch all = new CountDownLatch(50);
    bench.helpers.answer((helper, _) -> {
      Latches.await(all);
      return new ProbeOutcome.Answered(FakeHelpers.reading(helper.home(), bench.clock.instant()));
    });
    List<CompletableFuture<AccountReading>> callers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        callers.add(CompletableFuture.supplyAsync(() -> {
          all.countDown();
          return bench.ask();
        }, threads));
      }
    }

    assertThat(callers).allSatisfy(caller -> assertThat(caller.join().toActOn()).isPresent());
    assertThat(bench.helpers.asked()).isEqualTo(1);
  }

  @Test
  void anotherProcessTakesWhatThisOneLearned() {
    bench.ask();
    AccountReading theirs = bench.another().ask(TARGET, Deadline.NEVER);

    assertThat(theirs.how()).isEqualTo(How.SHARED);
    assertThat(bench.helpers.asked()).isEqualTo(1);
    assertThat(bench.another().known(TARGET).stale()).isFalse();
  }

  @Test
  void manyProcessesWithAColdCacheCostOneProbe() {
    List<CompletableFuture<AccountReading>> callers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        AskAccounts process = bench.another();
        callers.add(CompletableFuture.supplyAsync(() -> process.ask(TARGET, Deadline.NEVER), threads));
      }
    }

    assertThat(callers).allSatisfy(caller -> assertThat(caller.join().toActOn()).isPresent());
    assertThat(bench.helpers.asked()).isEqualTo(1);
  }

  @Test
  void aFailureIsNotKeptAndDoesNotDisplaceWhatIsKnown() {
    Reading good = bench.ask().reading().orElseThrow();
    bench.clock.advance(TTL);
    bench.helpers.answer((_, _) -> new ProbeOutcome.NoAnswer("the broker is gone"));

    AccountReading failed = bench.ask();

    assertThat(failed.failure()).contains("the broker is gone");
    assertThat(failed.reading()).contains(good);
    assertThat(failed.stale()).as("shown, and marked").isTrue();
    assertThat(failed.toActOn()).as("never acted on").isEmpty();
    bench.ask();
    assertThat(bench.helpers.asked()).as("each tries again").isEqualTo(3);
  }

  @Test
  void thatAServiceCannotSayIsKnownLikeAnythingElse() {
    bench.helpers.answer((_, _) -> new ProbeOutcome.Answered(
        Reading.without(ReadingStatus.UNAVAILABLE, ReadingSource.BROKER, bench.clock.instant())));
    bench.ask();

    assertThat(bench.ask().reading()).hasValueSatisfying(
        reading -> assertThat(reading.status()).isEqualTo(ReadingStatus.UNAVAILABLE));
    assertThat(bench.helpers.asked()).isEqualTo(1);
  }

  @Test
  void aHomeWithoutACredentialCostsNoProbe() {
    bench.credentials.drop(WORK);

    AccountReading nobody = bench.ask();

    assertThat(nobody.reading()).hasValueSatisfying(
        reading -> assertThat(reading.status()).isEqualTo(ReadingStatus.NO_CREDENTIAL));
    assertThat(bench.helpers.started()).isZero();
  }

  @Test
  void aCredentialThatChangesDuringASlowProbeLeavesNothingOfTheOldAnswer() {
    AtomicInteger asked = new AtomicInteger();
    bench.helpers.answer((_, _) -> {
      boolean first = asked.getAndIncrement() == 0;
      if (first) {
        bench.credentials.change(WORK);
      }
      return new ProbeOutcome.Answered(
          FakeHelpers.reading(new HomeName(first ? "old" : "new"), bench.clock.instant()));
    });

    AccountReading shown = bench.ask();

    assertThat(account(shown)).isEqualTo("new");
    assertThat(account(bench.ask())).isEqualTo("new");
    assertThat(account(bench.another().known(TARGET))).isEqualTo("new");
    assertThat(bench.helpers.started()).as("the old credential's helper was not asked again").isEqualTo(2);
  }

  @Test
  void aFlushDuringASlowProbeMakesEveryCallerAskAnew() {
    CountDownLatch asking = new CountDownLatch(1);
    CountDownLatch flushed = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    bench.helpers.answer((_, _) -> {
      boolean first = asked.getAndIncrement() == 0;
      if (first) {
        asking.countDown();
        Latches.await(flushed);
      }
      return new ProbeOutcome.Answered(
          FakeHelpers.reading(new HomeName(first ? "old" : "new"), bench.clock.instant()));
    });
    CompletableFuture<AccountReading> slow = CompletableFuture.supplyAsync(bench::ask);
    Latches.await(asking);
    bench.accounts.invalidate(TARGET);
    bench.clock.advance(Duration.ofMillis(1));
    flushed.countDown();

    assertThat(account(slow.join())).isEqualTo("new");
    assertThat(account(bench.ask())).isEqualTo("new");
  }

  @Test
  void aFlushIsForOneHomeAndProviderAlone() {
    ProbeTarget play = ProbeTarget.broker(PLAY);
    bench.ask();
    bench.accounts.ask(play, Deadline.NEVER);

    bench.accounts.invalidate(TARGET);
    bench.clock.advance(Duration.ofMillis(1));

    assertThat(bench.accounts.ask(play, Deadline.NEVER).how()).isEqualTo(How.CACHED);
    assertThat(bench.ask().how()).isEqualTo(How.WARM);
    assertThat(bench.helpers.started()).as("the other home kept its helper").isEqualTo(3);
  }

  @Test
  void aProbeEndsWithItsCallersDeadline() {
    bench.helpers.answer((helper, _) -> {
      bench.clock.advance(Duration.ofSeconds(35));
      return new ProbeOutcome.Answered(FakeHelpers.reading(helper.home(), bench.clock.instant()));
    });

    AccountReading late = bench.ask();

    assertThat(late.reading()).isEmpty();
    assertThat(late.failure()).contains("no answer in time");
    assertThat(bench.helpers.alive()).noneMatch(FakeHelpers.FakeHelper::usable);
  }

  private static String account(AccountReading reading) {
    return reading.reading().flatMap(Reading::account).orElse("");
  }
}
