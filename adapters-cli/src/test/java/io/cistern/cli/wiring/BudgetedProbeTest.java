package io.cistern.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.contract.AccountProbeContract;
import io.cistern.application.port.AccountProbe;
import io.cistern.application.testing.FakeAccountProbe;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.time.Deadline;
import io.cistern.http.client.InMemoryRemoteGate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BudgetedProbeTest extends AccountProbeContract {
  private final ManualClock clock = new ManualClock();
  private final InMemoryRemoteGate budget = new InMemoryRemoteGate();

  /** Nothing was learned from other answers yet. */
  @Override
  protected AccountProbe asking(Broker broker) {
    AccountProbe told = switch (broker) {
      case TELLS -> FakeAccountProbe.telling(ACCOUNT, List.of(WINDOW), clock);
      case KNOWS_NO_SUCH_QUESTION -> FakeAccountProbe.without(ReadingStatus.UNSUPPORTED, clock);
      case REFUSES_THE_TOKEN -> FakeAccountProbe.without(ReadingStatus.INVALID_CREDENTIAL, clock);
      case NO_TOKEN -> FakeAccountProbe.without(ReadingStatus.NO_CREDENTIAL, clock);
      case IS_DOWN -> FakeAccountProbe.without(ReadingStatus.UNAVAILABLE, clock);
    };
    return new BudgetedProbe(told, budget, clock);
  }

  @ParameterizedTest
  @EnumSource(value = ReadingStatus.class, names = {"UNSUPPORTED", "UNAVAILABLE"})
  void whereTheBrokerDoesNotSayItsOtherAnswersDo(ReadingStatus status) {
    assertThat(asked(status).status()).as("nothing was learned yet").isEqualTo(status);
    budget.learn(List.of(requests(42)), clock.instant());

    Reading reading = asked(status);

    assertThat(reading.source()).isEqualTo(ReadingSource.OBSERVED);
    assertThat(reading.status()).isEqualTo(ReadingStatus.AVAILABLE);
    assertThat(reading.windows()).singleElement().satisfies(window -> assertThat(window.remaining()).isEqualTo(42));
  }

  @Test
  void whatTheBrokerSaysIsSaid() {
    budget.learn(List.of(requests(42)), clock.instant());

    assertThat(asked(ReadingStatus.AVAILABLE).source()).isEqualTo(ReadingSource.BROKER);
    assertThat(asked(ReadingStatus.INVALID_CREDENTIAL).status()).isEqualTo(ReadingStatus.INVALID_CREDENTIAL);
  }

  private Reading asked(ReadingStatus status) {
    try (BudgetedProbe probe = new BudgetedProbe(FakeAccountProbe.without(status, clock), budget, clock)) {
      return probe.usage(Deadline.NEVER);
    }
  }

  private static ToldWindow requests(long left) {
    return new ToldWindow(
        "requests", Measure.REQUESTS, Optional.of(100L), left, Optional.of(Duration.ofHours(1)), Duration.ofMinutes(9));
  }
}
