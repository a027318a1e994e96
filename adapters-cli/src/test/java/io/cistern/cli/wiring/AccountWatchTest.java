package io.cistern.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.testing.ManualClock;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.probe.Window;
import io.cistern.http.client.InMemoryRemoteGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a long verb asks of its account meanwhile, on a clock that is moved by hand. */
@Timeout(180)
final class AccountWatchTest {
  private static final Duration EVERY = Duration.ofSeconds(45);

  private final ManualClock clock = new ManualClock();
  private final InMemoryRemoteGate budget = new InMemoryRemoteGate();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final BlockingQueue<Long> answers = new LinkedBlockingQueue<>();
  private final CountDownLatch hungUp = new CountDownLatch(1);

  @Test
  void aShortRunAsksNobody() {
    try (AccountWatch watch = watch(new Told())) {
      watch.turn();
      clock.advance(EVERY.minusMillis(1));
      watch.turn();
    }
    assertThat(opened).hasValue(0);
    assertThat(hungUp.getCount()).as("nobody to be ended").isEqualTo(1);
  }

  @Test
  void aLongRunAsksAsOftenAsAnswersGrowOldAndItsBudgetLearnsThem() {
    AccountWatch watch = watch(new Told());
    clock.advance(EVERY);
    answers.add(4000L);
    awaitAsked(watch, 1);
    watch.turn();
    clock.advance(EVERY);
    answers.add(100L);
    awaitAsked(watch, 2);
    watch.close();

    assertThat(opened).hasValue(1);
    assertThat(asked).hasValue(2);
    assertThat(budget.observed(clock.instant()).orElseThrow().windows())
        .singleElement().satisfies(window -> {
          assertThat(window.limit()).isEqualTo(5000);
          assertThat(window.remaining()).isEqualTo(100);
        });
    assertThat(hungUp.getCount()).isZero();
    clock.advance(EVERY);
    watch.turn();
    assertThat(asked).as("it is over").hasValue(2);
  }

  @Test
  void theEndOfTheVerbEndsAQuestionThatHangs() {
    AccountWatch watch = watch(new Told());
    clock.advance(EVERY);
    awaitAsked(watch, 1);
    clock.advance(EVERY);
    watch.turn();

    watch.close();

    assertThat(asked).as("one at a time").hasValue(1);
    assertThat(budget.observed(clock.instant())).isEmpty();
  }

  @Test
  void whatFailsIsNotTheVerbs() {
    AccountWatch watch = new AccountWatch(() -> {
      opened.incrementAndGet();
      throw new CisternException(new Failure.NoToken("gone"));
    }, budget, clock, EVERY);
    clock.advance(EVERY);
    watch.turn();
    while (opened.get() == 0) {
      spin();
    }

    watch.close();

    assertThat(budget.observed(clock.instant())).isEmpty();
  }

  private AccountWatch watch(AccountWatch.Account account) {
    return new AccountWatch(() -> {
      opened.incrementAndGet();
      return account;
    }, budget, clock, EVERY);
  }

  /** Takes turns until the question was asked, and answered where there is an answer. */
  private void awaitAsked(AccountWatch watch, int times) {
    while (asked.get() < times || !answers.isEmpty()) {
      watch.turn();
      spin();
    }
  }

  /** The time limit of a test shows as an interrupt. */
  private static void spin() {
    assertThat(Thread.currentThread().isInterrupted()).as("out of time").isFalse();
    Thread.onSpinWait();
  }

  /** Says what is put into its mouth, and nothing once it is hung up. */
  private final class Told implements AccountWatch.Account {
    @Override
    public Optional<Reading> left() {
      asked.incrementAndGet();
      while (hungUp.getCount() > 0) {
        Long remaining = answers.poll();
        if (remaining != null) {
          Instant now = clock.instant();
          Window window = Window.remaining("requests/h", 5000, remaining, now.plusSeconds(1800));
          return Optional.of(new Reading(
              Optional.empty(), Optional.empty(), List.of(window), now, ReadingSource.BROKER,
              ReadingStatus.AVAILABLE));
        }
        Thread.onSpinWait();
      }
      return Optional.empty();
    }

    @Override
    public void close() {
      hungUp.countDown();
    }
  }
}
