package io.cistern.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void passesAtItsMoment() {
    Deadline deadline = Deadline.after(NOW, Duration.ofSeconds(5));

    assertThat(deadline.passed(NOW.plusSeconds(5).minusNanos(1))).isFalse();
    assertThat(deadline.passed(NOW.plusSeconds(5))).isTrue();
    assertThat(deadline.left(NOW.plusSeconds(9))).isEqualTo(Duration.ZERO);
  }

  @Test
  void saturatesInsteadOfOverflowing() {
    assertThat(Deadline.after(NOW, Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Deadline.NEVER);
  }
}
