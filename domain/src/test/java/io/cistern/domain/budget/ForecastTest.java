package io.cistern.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.probe.Window;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ForecastTest {
  private static final Instant NOW = Instant.parse("2026-11-27T13:10:00Z");
  private static final Instant TWO = Instant.parse("2026-11-27T14:00:00Z");

  private static String words(Window... windows) {
    return Forecast.of(List.of(windows), OptionalLong.empty(), NOW).orElseThrow().words(NOW, ZoneOffset.UTC);
  }

  @Test
  void tellsHowManyFilesFitBeforeTheWindowIsOver() {
    assertThat(words(Window.remaining("requests/h", 10_000, 9_777, TWO))).isEqualTo("≈ 8,700 files before 14:00");
    assertThat(words(Window.remaining("requests", 10, 2, TWO))).isEqualTo("1 file before 14:00");
    assertThat(words(Window.remaining("requests", 10, 0, TWO))).isEqualTo("no files before 14:00");
  }

  @Test
  void aShortWindowComesBackBeforeALongOneIsOver() {
    Window minute = Window.remaining("requests/m", 100, 10, Instant.parse("2026-11-27T13:10:30Z"));
    Window hour = Window.remaining("requests/h", 10_000, 9_000, TWO);

    // Nothing above the reserve in this minute, ninety in each of the 49 that follow it as a whole.
    assertThat(Forecast.of(List.of(minute, hour), OptionalLong.empty(), NOW)).contains(new Forecast(49 * 90, TWO));
  }

  @Test
  void bytesBoundFilesWhereTheirSizeIsKnown() {
    Window bytes = Window.remaining("bytes/d", 1000, 500, Instant.parse("2026-11-28T09:00:00Z"));

    assertThat(Forecast.of(List.of(bytes), OptionalLong.empty(), NOW)).isEmpty();
    assertThat(Forecast.of(List.of(bytes), OptionalLong.of(100), NOW).orElseThrow().words(NOW, ZoneOffset.UTC))
        .isEqualTo("≈ 4 files before 2026-11-28 09:00");
  }

  @Test
  void aWindowThatIsOverBoundsNothing() {
    assertThat(Forecast.of(List.of(Window.remaining("requests/h", 10, 0, NOW)), OptionalLong.empty(), NOW)).isEmpty();
    assertThat(Forecast.of(List.of(), OptionalLong.empty(), NOW)).isEmpty();
  }
}
