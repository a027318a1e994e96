package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.budget.BudgetState.ClosedGate;
import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.Passage.Gate;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.domain.budget.Work;
import io.cistern.domain.probe.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a home's budget has to do, whoever keeps it. */
public abstract class RemoteBudgetContract {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private RemoteBudget budget;

  /** A budget of which nothing is known yet. */
  protected abstract RemoteBudget create();

  @BeforeEach
  void open() {
    budget = create();
  }

  @AfterEach
  void close() {
    budget.close();
  }

  private boolean open(String endpoint, Work work, Instant now) {
    return budget.ask(endpoint, work, now) instanceof Passage.Open;
  }

  private static ToldWindow requests(long limit, long left) {
    return new ToldWindow(
        "requests", Measure.REQUESTS, Optional.of(limit), left, Optional.of(Duration.ofHours(1)),
        Duration.ofHours(1));
  }

  @Test
  void allowsEverythingAtFirst() {
    for (Work work : Work.values()) {
      assertThat(open("ws/file", work, NOON)).isTrue();
    }
    assertThat(budget.observed(NOON)).isEmpty();
    assertThat(budget.closed(NOON)).isEmpty();
  }

  @Test
  void keepsAHoldToTheMillisecond() {
    budget.holdHome(NOON.plusMillis(700), NOON);
    budget.holdHome(NOON.plusMillis(300), NOON);

    assertThat(open("ws/file", Work.ON_DEMAND, NOON.plusMillis(699))).isFalse();
    assertThat(open("health", Work.UNCOUNTED, NOON.plusMillis(699))).isFalse();
    assertThat(open("ws/file", Work.ON_DEMAND, NOON.plusMillis(700))).isTrue();
  }

  @Test
  void aBusyEndpointDelaysNoOther() {
    budget.holdEndpoint("ws/export", NOON.plusSeconds(60), NOON);

    assertThat(open("ws/tree", Work.BACKGROUND, NOON)).isTrue();
    assertThat(budget.ask("ws/export", Work.BACKGROUND, NOON))
        .isInstanceOfSatisfying(Passage.Closed.class, closed -> {
          assertThat(closed.gate()).isEqualTo(Gate.ENDPOINT);
          assertThat(closed.admission().retryAt()).isEqualTo(NOON.plusSeconds(60));
        });
    assertThat(budget.closed(NOON)).extracting(ClosedGate::endpoint).containsExactly("ws/export");
  }

  @Test
  void countsRequestsAndSlowsDownOnlyWhatNobodyWaitsFor() {
    budget.learn(List.of(requests(100, 53)), NOON);

    int sent = 0;
    while (open("ws/file", Work.BACKGROUND, NOON)) {
      sent++;
      assertThat(sent).isLessThan(100);
    }

    assertThat(sent).as("up to the half").isEqualTo(3);
    for (int i = 0; i < 60; i++) {
      assertThat(open("ws/file", Work.ON_DEMAND, NOON)).isTrue();
    }
    assertThat(budget.observed(NOON).orElseThrow().windows())
        .containsExactly(new Window("requests/h", 100, 100, 0, NOON.plus(Duration.ofHours(1))));
  }

  @Test
  void asksThatAreNotCountedUseNothingUp() {
    budget.learn(List.of(requests(100, 90)), NOON);

    for (int i = 0; i < 50; i++) {
      assertThat(open("usage", Work.UNCOUNTED, NOON)).isTrue();
    }

    assertThat(budget.observed(NOON).orElseThrow().windows()).extracting(Window::remaining).containsExactly(90L);
  }
}
