package io.cistern.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SizesTest {
  @ParameterizedTest
  @CsvSource({"0,0", "4096,4096", "1KiB,1024", "1 MiB,1048576", "10MB,10000000", "1.5k,1500", "2GiB,2147483648",
      "-1,-1", "3b,3"})
  void readsWhatPeopleWrite(String text, long bytes) {
    assertThat(Sizes.parse(text)).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MiB", "1ib", "1XB", "one", "99999999999999999999", "1  MiB"})
  void refusesWhatHasNoClearMeaning(String text) {
    assertThat(Sizes.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1048576,1MiB", "1073741824,1GiB", "1000,1000", "1536,1536", "268435456,256MiB"})
  void writesTheLargestUnitWithoutAFraction(long bytes, String text) {
    assertThat(Sizes.show(bytes)).isEqualTo(text);
  }
}
