package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.budget.ToldWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RateLimitHeadersTest {
  private static final Instant NOW = Instant.parse("2026-11-27T02:00:00Z");

  private static List<ToldWindow> read(Map<String, String> headers) {
    return RateLimitHeaders.of(name -> Optional.ofNullable(headers.get(name)), NOW);
  }

  private static ToldWindow requests(Optional<Long> limit, long left, Optional<Duration> length, long seconds) {
    return new ToldWindow("requests", Measure.REQUESTS, limit, left, length, Duration.ofSeconds(seconds));
  }

  @Test
  void readsWhatOurBrokerWrites() {
    List<ToldWindow> told = read(Map.of(
        "RateLimit-Policy", "\"requests\";q=5000;w=3600, \"bytes\";q=2147483648;qu=\"content-bytes\";w=86400",
        "RateLimit", "\"requests\";r=4997;t=3590, \"bytes\";r=2147483000;t=86390"));

    assertThat(told).containsExactly(
        requests(Optional.of(5000L), 4997, Optional.of(Duration.ofHours(1)), 3590),
        new ToldWindow("bytes", Measure.BYTES, Optional.of(2147483648L), 2147483000L,
            Optional.of(Duration.ofDays(1)), Duration.ofSeconds(86390)));
  }

  @Test
  void readsTokensSpacesAndUnknownParametersOfOthers() {
    assertThat(read(Map.of(
        "RateLimit-Policy", "requests ; q=100 ; w=60 ; pk=:cHsdsRa894==: ; x",
        "RateLimit", " requests;r=50;t=30;pk=:cHsdsRa894==:")))
        .containsExactly(requests(Optional.of(100L), 50, Optional.of(Duration.ofMinutes(1)), 30));
  }

  @Test
  void takesTheWholeWindowWhereNoResetIsTold() {
    assertThat(read(Map.of("RateLimit-Policy", "\"requests\";q=100;w=60", "RateLimit", "\"requests\";r=1")))
        .containsExactly(requests(Optional.of(100L), 1, Optional.of(Duration.ofMinutes(1)), 60));
  }

  @Test
  void readsTheOlderFormWithAHeaderForEachNumber() {
    assertThat(read(Map.of(
        "RateLimit-Limit", "100, 100;window=60", "RateLimit-Remaining", "7", "RateLimit-Reset", "12")))
        .containsExactly(requests(Optional.of(100L), 7, Optional.empty(), 12));
    assertThat(read(Map.of(
        "X-RateLimit-Limit", "60", "X-RateLimit-Remaining", "59", "X-RateLimit-Reset",
        Long.toString(NOW.getEpochSecond() + 90))))
        .containsExactly(requests(Optional.of(60L), 59, Optional.empty(), 90));
  }

  @Test
  void whatIsNotOursToCountSaysNothing() {
    assertThat(read(Map.of(
        "RateLimit-Policy", "\"parallel\";q=4;w=1;qu=\"concurrent-requests\"", "RateLimit", "\"parallel\";r=0;t=1")))
        .isEmpty();
  }

  @Test
  void anAbsurdWaitIsCutToTheLongestThatIsBelieved() {
    assertThat(read(Map.of("RateLimit", "\"requests\";r=0;t=999999999999999")).getFirst().resetsIn())
        .isEqualTo(Duration.ofDays(31));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"requests\"", "\"requests\";r=-5;t=3", "\"requests\";r=1e9;t=3", "\"requests\";t=3",
      "\"requests;r=1;t=3", "r=1;t=3;;", "\"requests\";r=9999999999999999;t=3", ",,,", "\"a\" \"b\";r=1;t=1"})
  void whatCannotBeReadSaysNothing(String hostile) {
    assertThat(read(Map.of("RateLimit", hostile))).isEmpty();
    assertThat(read(Map.of("RateLimit-Remaining", hostile, "RateLimit-Reset", "5"))).isEmpty();
  }

  @Test
  void aListWithoutEndIsNotReadToItsEnd() {
    assertThat(read(Map.of("RateLimit", "\"a\";r=1;t=1,".repeat(10_000)))).isEmpty();
    assertThat(read(Map.of("RateLimit", "\"a%\";r=1;t=1,".repeat(100)))).hasSizeLessThanOrEqualTo(8);
  }

  @Property(tries = 2000)
  void neverFailsAndNeverTellsMoreThanItMay(
      @ForAll @StringLength(max = 300) @CharRange(from = ' ', to = '~') String limit,
      @ForAll @StringLength(max = 100) @CharRange(from = '"', to = '=') String policy) {
    for (ToldWindow told : read(Map.of("RateLimit", limit, "RateLimit-Policy", policy))) {
      assertThat(told.resetsIn()).isBetween(Duration.ZERO, Duration.ofDays(31));
      assertThat(told.name()).hasSizeLessThanOrEqualTo(64);
    }
  }
}
