package io.cistern.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MassRemovalTest {
  @ParameterizedTest(name = "{0} of {1}: refused {2}")
  @CsvSource({"100, 100, false", "101, 101, true", "101, 1010, false", "101, 1009, true", "0, 0, false"})
  void refusesWhatIsBeyondBothBounds(long removals, long total, boolean refused) {
    assertThat(MassRemoval.DEFAULT.refuses(removals, total)).isEqualTo(refused);
  }
}
