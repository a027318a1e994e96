package io.cistern.domain.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTimesTest {
  @ParameterizedTest(name = "export {0}s, idle {1}s, cap {2}s: {3} ms, {4} warnings")
  @CsvSource({
      "45, 90,   0, 45000, 0",
      "0,  0,    0, 45000, 0",
      "-1, -1,  -1, 45000, 0",
      "67, 90,   0, 67000, 0",
      "68, 90,   0, 67500, 1",
      "45, 20,   0, 15000, 1",
      "45, 90,  20, 15000, 1",
      "90, 90,  20, 15000, 2",
      "10, 90,  20, 10000, 0",
  })
  void anExportGivesUpWhileTheBootstrapAroundItIsAlive(int export, int idle, int cap, long bound, int warnings) {
    BootstrapTimes.Clamped clamped = new BootstrapTimes(
        Duration.ofSeconds(export), Duration.ofSeconds(idle), Duration.ofSeconds(cap)).clamped();

    assertThat(clamped.times().export().toMillis()).isEqualTo(bound);
    assertThat(clamped.warnings()).hasSize(warnings);
    assertThat(clamped.times().clamped().warnings()).as("clamped once").isEmpty();
  }

  @ParameterizedTest
  @CsvSource("90, 60")
  void aWarningNamesBothValues(int export, int idle) {
    BootstrapTimes.Clamped clamped = new BootstrapTimes(
        Duration.ofSeconds(export), Duration.ofSeconds(idle), Duration.ZERO).clamped();

    assertThat(clamped.warnings()).singleElement().asString()
        .contains("bootstrap.export-timeout 90s", "45s", "bootstrap.idle-timeout 60s");
  }

  @ParameterizedTest(name = "after {0} cycles between {1} and {2} ms")
  @CsvSource({"1, 500, 1000", "2, 1000, 2000", "5, 8000, 16000", "6, 15000, 30000", "99, 15000, 30000"})
  void thePauseBetweenCyclesDoublesUpToThirtySeconds(int cycles, long least, long most) {
    assertThat(CyclePause.after(cycles, () -> 0).toMillis()).isEqualTo(least);
    assertThat(CyclePause.after(cycles, () -> 1).toMillis()).isEqualTo(most);
  }
}
