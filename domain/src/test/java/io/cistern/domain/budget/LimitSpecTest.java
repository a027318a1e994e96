package io.cistern.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitSpecTest {
  @Test
  void readsRequestsAndBytes() {
    assertThat(LimitSpec.parse("requests=5000/h,bytes=2GiB/d").limits()).containsExactly(
        new Limit(Measure.REQUESTS, 5000, Duration.ofHours(1)),
        new Limit(Measure.BYTES, 2L << 30, Duration.ofDays(1)));
    assertThat(LimitSpec.parse(" BYTES = 1.5 KB / s ").limits())
        .containsExactly(new Limit(Measure.BYTES, 1500, Duration.ofSeconds(1)));
  }

  @Test
  void namesALimitByWhatItCountsAndByItsStretchWhereThatIsNotEnough() {
    LimitSpec alone = LimitSpec.parse("requests=5/s,bytes=1MiB/m");
    LimitSpec two = LimitSpec.parse("requests=5/s,requests=100/m");

    assertThat(alone.limits()).extracting(alone::name).containsExactly("requests", "bytes");
    assertThat(two.limits()).extracting(two::name).containsExactly("requests/s", "requests/m");
    assertThat(new Limit(Measure.REQUESTS, 1, Duration.ofSeconds(90)).label()).isEqualTo("requests/90s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          requests               | it is neither requests=N/UNIT nor bytes=SIZE/UNIT
          ''                     | it is neither requests=N/UNIT nor bytes=SIZE/UNIT
          requests=5/h,          | it is neither requests=N/UNIT nor bytes=SIZE/UNIT
          files=5/h              | only requests and bytes can be limited, not files
          requests=5/w           | there is no unit w (s m h d)
          requests=5k/h          | "5k" is no whole number above 0
          requests=0/h           | "0" is no whole number above 0
          requests=/h            | "" is no whole number above 0
          bytes=-1/h             | "-1" is no size above 0, such as 500MiB
          bytes=99999999999TiB/h | "99999999999tib" is no size above 0, such as 500MiB
          requests=1/h,requests=2/h | requests/h is limited twice
          """)
  void saysWhatItCannotRead(String text, String why) {
    assertThatThrownBy(() -> LimitSpec.parse(text))
        .isInstanceOfSatisfying(CisternException.class, thrown -> {
          assertThat(thrown.failure()).isInstanceOf(Failure.Usage.class);
          assertThat(thrown.failure().message()).startsWith("--limit: in '").endsWith("', " + why);
        });
  }
}
