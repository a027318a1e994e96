package io.cistern.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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

  @ParameterizedTest
  @CsvSource({"2026-11-20T17:40:11Z,18:40:11", "2026-11-19T23:00:00Z,00:00:00",
      "2026-11-19T22:59:59Z,2026-11-19 23:59:59", "2026-11-21T00:00:00Z,2026-11-21 01:00:00"})
  void momentsOfAnotherDaySayWhichWhereThePeopleLive(Instant moment, String shown) {
    Instant now = Instant.parse("2026-11-20T17:40:12Z");

    assertThat(People.moment(moment, now, ZoneOffset.ofHours(1))).isEqualTo(shown);
  }

  @Test
  void countsAreGrouped() {
    assertThat(People.count(1_204_331)).isEqualTo("1,204,331");
    assertThat(People.ago(Instant.EPOCH, Instant.EPOCH.plusSeconds(4))).isEqualTo("4 s ago");
  }
}
