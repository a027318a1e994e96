package io.cistern.fs.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.budget.Clocks;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  @Test
  void goesOnWhateverTheWallClockSays() {
    SteadyClock clock = SteadyClock.ofThisMachine();

    Clocks first = clock.apply(NOON);
    Clocks second = clock.apply(NOON.minus(Duration.ofDays(1)));

    assertThat(second.steady()).isGreaterThanOrEqualTo(first.steady());
    assertThat(second.era()).isEqualTo(first.era()).isNotEmpty();
    assertThat(second.wall()).isEqualTo(NOON.minus(Duration.ofDays(1)));
  }

  @Test
  void twoOfThemCanBeCompared() {
    Clocks one = SteadyClock.ofThisMachine().apply(NOON);
    Clocks other = SteadyClock.ofThisMachine().apply(NOON);

    assertThat(other.era()).isEqualTo(one.era());
    assertThat(other.steady()).isGreaterThanOrEqualTo(one.steady());
  }
}
