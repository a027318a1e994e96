package io.cistern.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeopleTest {
  @ParameterizedTest
  @CsvSource({"0,0 B", "812,812 B", "1023,1023 B", "1024,1.0 KiB", "2040109465,1.9 GiB", "104857600,100 MiB",
      "1048575,1.0 MiB"})
  void sizesHaveIecUnits(long bytes, String shown) {
    assertThat(People.size(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"PT4S,4 s", "PT-3S,0 s", "PT119S,119 s", "PT3M,3 min", "PT5H,5 h", "PT120H,5 d"})
  void spansHaveOneUnit(Duration span, String shown) {
    assertThat(People.span(span)).isEqualTo(shown);
  }

  @Test
  void countsAreGrouped() {
    assertThat(People.count(1_204_331)).isEqualTo("1,204,331");
    assertThat(People.ago(Instant.EPOCH, Instant.EPOCH.plusSeconds(4))).isEqualTo("4 s ago");
  }
}
