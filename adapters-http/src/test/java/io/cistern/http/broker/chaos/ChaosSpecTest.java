package io.cistern.http.broker.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.testing.ManualClock;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChaosSpecTest {
  private final ManualClock clock = new ManualClock();

  private Chaos chaos(String spec) {
    return new Chaos(ChaosSpec.parse(spec), clock);
  }

  private static Faults asked(Chaos chaos, String endpoint) {
    return chaos.faults(endpoint, Optional.of("/a.txt"));
  }

  @Test
  void readsTheExampleOfTheManual() {
    ChaosSpec spec = ChaosSpec.parse("seed=7;export:hang;file:p=0.2,status=503;tree:latency=100ms");

    assertThat(spec.seed()).isEqualTo(OptionalLong.of(7));
    assertThat(spec.rules()).extracting(Rule::endpoint).containsExactly("export", "file", "tree");
    assertThat(spec.rules().get(1).probability()).isEqualTo(0.2);
    assertThat(spec.rules().get(1).effects())
        .containsExactly(new Effect.Status(503, "unavailable", "chaos", OptionalLong.empty()));
    assertThat(spec.rules().get(2).effects()).containsExactly(new Effect.Latency(Duration.ofMillis(100)));
  }

  @Test
  void readsEveryKey() {
    ChaosSpec spec = ChaosSpec.parse(
        "all:after=1,n=2,path=/docs/**,latency=1.5s,rate=64KiB/s,hang,status=429,code=workspace_busy,"
            + "message=come back,retry-after=2,reset-at=10,truncate-at=1KiB,stall-at=3,drop-answer,wrong-hash,"
            + "content-type=text/html,empty,stale-cursor");

    assertThat(spec.rules().getFirst().effects()).containsExactlyInAnyOrder(
        new Effect.Latency(Duration.ofMillis(1500)),
        new Effect.Rate(65536),
        new Effect.Hang(),
        new Effect.Status(429, "workspace_busy", "come back", OptionalLong.of(2)),
        new Effect.ResetAt(10),
        new Effect.TruncateAt(1024),
        new Effect.StallAt(3),
        new Effect.DropAnswer(),
        new Effect.WrongHash(),
        new Effect.ContentType("text/html"),
        new Effect.Empty(),
        new Effect.StaleCursor());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "nowhere:hang | nowhere",
      "tree | tree",
      "tree:latency=soon | latency=soon",
      "tree:p=2 | p=2",
      "tree:p=x | p=x",
      "tree:n=-1 | n=-1",
      "tree:rate=5 | rate=5",
      "tree:rate=0/s | rate=0/s",
      "tree:status=42 | status=42",
      "tree:explode | explode",
      "tree:explode=1 | explode=1",
      "tree:code=busy | code",
      "tree:p=0.5 | what happens",
      "file:hang;tree:reset-at=far | tree:reset-at=far",
      "tree:stall-at=99999999999999999GiB | stall-at",
      "seed=x;tree:hang | seed=x",
      "'tree:hang,' | tree:hang,"})
  void namesThePartThatCannotBeRead(String spec, String part) {
    assertThatThrownBy(() -> ChaosSpec.parse(spec))
        .isInstanceOfSatisfying(CisternException.class, e -> {
          assertThat(e.failure()).isInstanceOf(Failure.Usage.class);
          assertThat(e.failure().message()).startsWith("--chaos: ").contains(part);
        });
  }

  @Test
  void hitsOnlyTheEndpointNamed() {
    Chaos chaos = chaos("tree:hang");

    assertThat(asked(chaos, "tree").hangs()).isTrue();
    assertThat(asked(chaos, "file").hangs()).isFalse();
    assertThat(asked(chaos("all:hang"), "file").hangs()).isTrue();
  }

  @Test
  void sparesTheFirstAndStopsAfterSome() {
    Chaos chaos = chaos("file:after=2,n=3,hang");

    assertThat(IntStream.range(0, 8).mapToObj(i -> asked(chaos, "file").hangs()).toList())
        .containsExactly(false, false, true, true, true, false, false, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a.txt", "/*.txt", "*.txt", "/**", "a.t?t"})
  void hitsThePathsThatItsGlobMatches(String glob) {
    Chaos chaos = chaos("file:path=" + glob + ",hang");

    assertThat(asked(chaos, "file").hangs()).isTrue();
    assertThat(chaos.faults("file", Optional.of("/other.md")).hangs()).isEqualTo(glob.equals("/**"));
    assertThat(chaos.faults("bulk", Optional.empty()).hangs()).isFalse();
  }

  @Test
  void countsOnlyRequestsThatMatch() {
    Chaos chaos = chaos("file:path=/a.txt,after=1,hang");

    assertThat(chaos.faults("file", Optional.of("/b.txt")).hangs()).isFalse();
    assertThat(asked(chaos, "file").hangs()).isFalse();
    assertThat(asked(chaos, "file").hangs()).isTrue();
  }

  @Test
  void repeatsItselfWithASeed() {
    List<Boolean> once = draws(chaos("seed=42;file:p=0.3,hang"));
    List<Boolean> again = draws(chaos("seed=42;file:p=0.3,hang"));

    assertThat(again).isEqualTo(once);
    assertThat(once.stream().filter(hit -> hit).count()).isBetween(200L, 400L);
  }

  private static List<Boolean> draws(Chaos chaos) {
    return IntStream.range(0, 1000).mapToObj(i -> asked(chaos, "file").hangs()).toList();
  }

  @Test
  void sharesARateAmongAllRequests() {
    Pace pace = new Pace(1000);

    assertThat(pace.reserve(100, clock.instant())).isEqualTo(Duration.ofMillis(100));
    assertThat(pace.reserve(100, clock.instant())).isEqualTo(Duration.ofMillis(200));
    clock.advance(Duration.ofSeconds(5));
    assertThat(pace.reserve(50, clock.instant())).isEqualTo(Duration.ofMillis(50));
  }
}
