package io.cistern.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.quota.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class BudgetStateProperties {
  private static final Instant START = Instant.parse("2026-11-27T02:00:00Z");

  private static Clocks at(String era, long steady, long wall) {
    return new Clocks(era, Duration.ofMillis(steady), START.plusMillis(wall));
  }

  @Property(tries = 500)
  void withinOneRunOfTheMachineNoSettingOfTheWallClockMovesATerm(
      @ForAll @IntRange(min = 1, max = 10_000_000) int length, @ForAll @IntRange(min = 0, max = 20_000_000) int passed,
      @ForAll int jump) {
    Term term = Term.until(START.plusMillis(length), at("boot", 500, 0));

    Duration left = term.left(at("boot", 500L + passed, (long) passed + jump));

    assertThat(left).isEqualTo(Duration.ofMillis(Math.max(0, length - passed)));
  }

  @Property(tries = 500)
  void afterARestartOfTheMachineAClockThatWasSetBackLetsNothingOutAndHoldsNothingForEver(
      @ForAll @IntRange(min = 1, max = 10_000_000) int length, @ForAll @IntRange(min = 0, max = 100_000_000) int back) {
    Term term = Term.until(START.plusMillis(length), at("boot", 500, 0));
    Clocks restarted = at("other", 3, -back - 1L);

    Term rebased = term.rebased(restarted);

    assertThat(rebased.left(restarted)).isEqualTo(Duration.ofMillis(length));
    assertThat(rebased.over(at("other", 3L + length, -1L << 40))).isTrue();
    assertThat(rebased.over(at("other", 2L + length, 1L << 40))).isFalse();
  }

  /** Work that nobody waits for, alone with a broker's fixed window, at full speed. */
  @Property(tries = 100)
  void backgroundWorkNeverTouchesTheReserveAndUsesTheRestUpToTheEnd(
      @ForAll @IntRange(min = 20, max = 5000) int limit, @ForAll @IntRange(min = 10, max = 3600) int seconds) {
    BudgetState state = BudgetState.FRESH.learn(List.of(told(limit, limit, seconds)), at("boot", 0, 0));
    long now = 0;
    long sent = 0;
    long halfAt = -1;
    while (true) {
      Clocks clocks = at("boot", now, now);
      if (state.ask("ws/file", Work.BACKGROUND, clocks)
          .admission() instanceof Admission.Refused(String _, Instant retryAt)) {
        assertThat(retryAt).isAfter(clocks.wall());
        long next = Duration.between(START, retryAt).toMillis() + 1;
        if (next >= seconds * 1000L) {
          break;
        }
        now = next;
      } else {
        state = state.sent(1, clocks);
        sent++;
        if (halfAt < 0 && sent >= limit / 2) {
          halfAt = now;
        }
      }
    }
    assertThat(sent).isLessThanOrEqualTo(limit - Math.max(1, limit / 10));
    assertThat(sent).as("nothing is wasted").isGreaterThanOrEqualTo(limit - limit / 10 - 3L);
    assertThat(halfAt).as("small work is done at once").isZero();
  }

  @Property(tries = 200)
  void whateverIsAskedAndToldNothingIsHeldLongerThanTheLongest(@ForAll long seed) {
    Random random = new Random(seed);
    BudgetState state = BudgetState.FRESH;
    long now = 0;
    for (int i = 0; i < 200; i++) {
      now += random.nextInt(100_000);
      Clocks clocks = at("boot" + random.nextInt(2), now, random.nextInt());
      state = switch (random.nextInt(4)) {
        case 0 -> state.hold("e" + random.nextInt(3), clocks.wall().plusMillis(random.nextLong(1L << 40)), clocks);
        case 1 -> state.learn(
            List.of(told(random.nextInt(10), random.nextInt(10), random.nextInt(100_000))), clocks);
        case 2 -> state.sent(random.nextInt(100) - 20L, clocks);
        default -> state.rebased(clocks);
      };
      Instant latest = clocks.wall().plus(Term.LONGEST);
      for (BudgetState.ClosedGate gate : state.rebased(clocks).closed(clocks)) {
        assertThat(gate.passage().admission().retryAt()).isBetween(clocks.wall(), latest);
      }
      assertThat(state.holds()).hasSizeLessThanOrEqualTo(64);
      assertThat(state.windows()).hasSizeLessThanOrEqualTo(8);
    }
  }

  private static ToldWindow told(long limit, long left, int seconds) {
    return new ToldWindow(
        "requests", Measure.REQUESTS, Optional.of(limit), left, Optional.empty(), Duration.ofSeconds(seconds));
  }
}
