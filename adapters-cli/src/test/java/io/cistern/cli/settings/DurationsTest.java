package io.cistern.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
  @ParameterizedTest
  @CsvSource({"45s,PT45S", "1m30s,PT1M30S", "500ms,PT0.5S", "0.5h,PT30M", "7d,PT168H", "0,PT0S", "-3s,PT-3S",
      "2h45m,PT2H45M"})
  void readsWhatPeopleWrite(String text, Duration meant) {
    assertThat(Durations.parse(text)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "45", "s", "45 s", "1w", "1s2", "99999999d", "NaN", "1e3s"})
  void refusesWhatHasNoClearMeaning(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"45s", "90s", "0", "7d", "3h", "500ms", "-90s"})
  void writesWhatItReads(String text) {
    assertThat(Durations.parse(text).map(Durations::show)).contains(text);
  }

  @Test
  void keepsNanoseconds() {
    assertThat(Durations.show(Duration.ofNanos(1_500))).isEqualTo("1500ns");
  }
}
