package io.cistern.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.budget.Passage.Gate;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.Window;
import io.cistern.domain.quota.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BudgetStateTest {
  private static final Instant START = Instant.parse("2026-11-27T02:00:00Z");

  private static Clocks at(long millis) {
    return new Clocks("boot", Duration.ofMillis(1_000_000 + millis), START.plusMillis(millis));
  }

  private static ToldWindow requests(long limit, long left, long seconds) {
    return new ToldWindow(
        "requests", Measure.REQUESTS, Optional.of(limit), left, Optional.of(Duration.ofHours(1)),
        Duration.ofSeconds(seconds));
  }

  private static boolean open(BudgetState state, String endpoint, Work work, Clocks now) {
    return state.ask(endpoint, work, now) instanceof Passage.Open;
  }

  @Test
  void aHoldOfTheHomeHoldsEverybodyAndOneOfAnEndpointOnlyThatOne() {
    BudgetState home = BudgetState.FRESH.hold(BudgetState.HOME, START.plusMillis(1500), at(0));
    BudgetState export = BudgetState.FRESH.hold("ws/export", START.plusMillis(1500), at(0));

    assertThat(home.ask("ws/file", Work.ON_DEMAND, at(1499))).isEqualTo(new Passage.Closed(
        Gate.HOME, new Admission.Refused("rate limited by the broker", START.plusMillis(1500))));
    assertThat(open(home, "ws/file", Work.ON_DEMAND, at(1500))).isTrue();
    assertThat(open(export, "ws/tree", Work.BACKGROUND, at(0))).isTrue();
    assertThat(open(export, "ws/export", Work.ON_DEMAND, at(1499))).isFalse();
    assertThat(open(export, "other/export", Work.ON_DEMAND, at(0))).isTrue();
  }

  @Test
  void aHoldIsOnlyEverProlonged() {
    BudgetState state = BudgetState.FRESH
        .hold("ws/file", START.plusSeconds(10), at(0))
        .hold("ws/file", START.plusSeconds(5), at(1000))
        .hold("ws/file", START.plusSeconds(12), at(2000));

    assertThat(open(state, "ws/file", Work.ON_DEMAND, at(11_999))).isFalse();
    assertThat(open(state, "ws/file", Work.ON_DEMAND, at(12_000))).isTrue();
  }

  @Test
  void whenTooManyEndpointsAreHeldTheHomeIsHeldForThoseThatAreForgotten() {
    BudgetState state = BudgetState.FRESH;
    for (int i = 0; i < 100; i++) {
      state = state.hold("ws" + i + "/file", START.plusSeconds(10 + i), at(0));
    }

    assertThat(state.holds()).hasSizeLessThanOrEqualTo(64);
    for (int i = 0; i < 100; i++) {
      assertThat(open(state, "ws" + i + "/file", Work.ON_DEMAND, at(1000L * (10 + i) - 1))).isFalse();
    }
  }

  @Test
  void theFirstHalfIsFreeThenWhatIsLeftAboveTheReserveIsSpread() {
    BudgetState half = BudgetState.FRESH.learn(List.of(requests(1000, 501, 3600)), at(0));
    assertThat(open(half, "ws/file", Work.BACKGROUND, at(0))).isTrue();

    BudgetState spread = half.sent(1, at(0));

    // 400 requests over an hour: one every nine seconds.
    assertThat(spread.ask("ws/file", Work.BACKGROUND, at(0))).isEqualTo(new Passage.Closed(
        Gate.PACE, new Admission.Refused(
            "what is left of requests/h is spread over the time that is left", START.plusSeconds(9))));
    assertThat(open(spread, "ws/file", Work.BACKGROUND, at(9000))).isTrue();
    BudgetState next = spread.sent(1, at(9000));
    assertThat(open(next, "ws/file", Work.BACKGROUND, at(17_999))).isFalse();
    assertThat(open(next, "ws/file", Work.BACKGROUND, at(18_000))).isTrue();
    assertThat(open(next, "ws/file", Work.ON_DEMAND, at(9000))).isTrue();
  }

  @Test
  void aWindowThatIsOverHoldsNothingBack() {
    BudgetState spent = BudgetState.FRESH.learn(List.of(requests(1000, 0, 60)), at(0));

    assertThat(open(spent, "ws/file", Work.BACKGROUND, at(59_999))).isFalse();
    assertThat(open(spent, "ws/file", Work.ON_DEMAND, at(0))).isTrue();
    assertThat(open(spent, "ws/file", Work.BACKGROUND, at(60_000))).isTrue();
    assertThat(spent.observed(at(60_000))).isEmpty();
  }

  @Test
  void answersThatOvertakeEachOtherNeverRaiseWhatIsLeft() {
    BudgetState state = BudgetState.FRESH
        .learn(List.of(requests(1000, 900, 3600)), at(0))
        .sent(10, at(10))
        .learn(List.of(requests(1000, 899, 3600)), at(20));

    assertThat(state.windows()).extracting(LearnedWindow::left).containsExactly(890L);
  }

  @Test
  void othersWhoUseTheAccountSlowUsDownAndDoNotFreeUs() {
    BudgetState state = BudgetState.FRESH.learn(List.of(requests(1000, 300, 3600)), at(0));

    for (int i = 1; i < 100; i++) {
      state = state.learn(List.of(requests(1000, 300 - i, 3600)), at(0));
      assertThat(open(state, "ws/file", Work.BACKGROUND, at(0))).isFalse();
    }
  }

  @Test
  void bytesAreSpreadToo() {
    ToldWindow bytes = new ToldWindow(
        "bytes", Measure.BYTES, Optional.of(1000L), 400, Optional.of(Duration.ofDays(1)), Duration.ofSeconds(1000));
    BudgetState state = BudgetState.FRESH.learn(List.of(bytes), at(0));
    BudgetState large = state.learn(
        List.of(new ToldWindow("bytes", Measure.BYTES, Optional.of(1000L), 250, Optional.empty(),
            Duration.ofSeconds(990))),
        at(10_000));

    // 300 above the reserve over 1000 s; 150 of them at once are paid for with 500 s.
    assertThat(open(large, "ws/file", Work.BACKGROUND, at(10_000))).isFalse();
    assertThat(open(large, "ws/file", Work.BACKGROUND, at(495_000))).isFalse();
    assertThat(open(large, "ws/file", Work.BACKGROUND, at(505_000))).isTrue();
    assertThat(large.sent(100, at(10_000)).windows()).isEqualTo(large.windows());
  }

  @Test
  void tellsWhatWasObserved() {
    BudgetState state = BudgetState.FRESH.learn(List.of(requests(5000, 4997, 3590)), at(0));

    assertThat(state.observed(at(1000))).hasValueSatisfying(reading -> {
      assertThat(reading.source()).isEqualTo(ReadingSource.OBSERVED);
      assertThat(reading.windows())
          .containsExactly(new Window("requests/h", 5000, 3, 4997, START.plusSeconds(3590)));
    });
  }

  @Test
  void whoeverReadTheClockAMomentBeforeAHoldBeganDoesNotShortenIt() {
    BudgetState written = BudgetState.FRESH.hold("ws/file", START.plusMillis(8000), at(3000));

    BudgetState shorter = written.rebased(at(2900)).hold("ws/file", START.plusMillis(7950), at(2900));

    assertThat(written.isStale(at(2900))).isFalse();
    assertThat(written.rebased(at(2900))).isEqualTo(written);
    assertThat(open(written.rebased(at(2900)), "ws/file", Work.ON_DEMAND, at(7999))).isFalse();
    assertThat(open(shorter, "ws/file", Work.ON_DEMAND, at(7999))).isFalse();
  }

  @Test
  void aClockThatWasSetIsNoticedAndMovesNoEnd() {
    BudgetState written = BudgetState.FRESH.hold("ws/file", START.plusMillis(8000), at(0));
    Clocks set = new Clocks(at(3000).era(), at(3000).steady(), START.plusSeconds(86_400));

    assertThat(written.isStale(set)).isTrue();
    assertThat(written.isStale(at(3000))).isFalse();
    assertThat(written.rebased(set).isStale(set)).isFalse();
    Clocks restarted = new Clocks("another", Duration.ofSeconds(5), set.wall().plusMillis(4999));
    assertThat(open(written.rebased(set), "ws/file", Work.ON_DEMAND, restarted)).isFalse();
    assertThat(open(written.rebased(set), "ws/file", Work.ON_DEMAND, at(8000))).isTrue();
  }
}
