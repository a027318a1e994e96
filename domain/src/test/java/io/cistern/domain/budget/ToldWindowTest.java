package io.cistern.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.probe.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ToldWindowTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void whatAnAccountWasToldIsLearnedUnderTheNameThatHeadersUse() {
    assertThat(ToldWindow.of(Window.used("requests/h", 5000, 4000, NOW.plusSeconds(90)), NOW)).contains(
        new ToldWindow(
            "requests", Measure.REQUESTS, Optional.of(5000L), 1000, Optional.empty(), Duration.ofSeconds(90)));
    assertThat(ToldWindow.of(Window.used("bytes/d", 10, 30, NOW.plusSeconds(1)), NOW)).contains(
        new ToldWindow("bytes", Measure.BYTES, Optional.of(10L), 0, Optional.empty(), Duration.ofSeconds(1)));
  }

  @Test
  void whatIsOverOrCountedInSomethingElseIsNot() {
    assertThat(ToldWindow.of(Window.used("requests/h", 5000, 4000, NOW), NOW)).isEmpty();
    assertThat(ToldWindow.of(Window.used("seats", 5, 4, NOW.plusSeconds(9)), NOW)).isEmpty();
    assertThat(ToldWindow.of(Window.used("", 5, 4, NOW.plusSeconds(9)), NOW)).isEmpty();
  }
}
