package io.cistern.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.contract.RemoteBudgetContract;
import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.Work;
import io.cistern.http.client.InMemoryRemoteGate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TellingBudgetTest extends RemoteBudgetContract {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final List<Passage.Closed> told = new ArrayList<>();

  @Override
  protected RemoteBudget create() {
    return new TellingBudget(new InMemoryRemoteGate(), told::add);
  }

  @Test
  void tellsOfEachClosedGateEachTimeAndOfNoOpenOne() {
    try (RemoteBudget budget = create()) {
      budget.ask("ws/file", Work.BACKGROUND, NOON);
      assertThat(told).isEmpty();

      budget.holdHome(NOON.plusSeconds(1), NOON);
      Passage first = budget.ask("ws/file", Work.BACKGROUND, NOON);
      Passage second = budget.ask("ws/file", Work.BACKGROUND, NOON.plusMillis(999));
      budget.ask("ws/file", Work.BACKGROUND, NOON.plusSeconds(1));

      assertThat(told).hasSize(2);
      assertThat(List.<Passage>copyOf(told)).containsExactly(first, second);
    }
  }
}
