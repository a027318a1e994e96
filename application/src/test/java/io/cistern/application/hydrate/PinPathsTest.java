package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.testing.Bench;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.placeholder.Globs;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.placeholder.Selection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PinPathsTest {
  private final Bench bench = new Bench();

  @BeforeEach
  void namesAreHere() {
    bench.remote().put("/README.md", "read me");
    bench.remote().put("/docs/a.txt", "alpha");
    bench.remote().put("/docs/b.txt", "beta");
    bench.cloned();
  }

  @Test
  void aPinIsRememberedAndADirectoryCoversWhatComesLater() {
    PinPaths.Report report = bench.pinPaths().pin(List.of("/docs"));

    assertThat(report.changed()).containsExactly("/docs");
    assertThat(bench.pinPaths().pin(List.of("/docs")).unchanged()).containsExactly("/docs");
    bench.remote().put("/docs/later.txt", "later");
    bench.cloned();
    assertThat(bench.mirror().manifest().pins().over("/docs/later.txt")).contains("/docs");
    assertThat(bench.mirror().reader().read().manifest().pins()).isEqualTo(Pins.of(List.of("/docs")));
  }

  @Test
  void theEagerPassFillsWhatIsPinnedWhateverItsRulesSay() {
    bench.pinPaths().pin(List.of("/docs/a.txt"));

    bench.hydrated(new Selection.Eager());

    assertThat(bench.states()).containsEntry("/docs/a.txt", PathState.HYDRATED)
        .containsEntry("/docs/b.txt", PathState.PLACEHOLDER)
        .containsEntry("/README.md", PathState.HYDRATED);
  }

  @Test
  void withoutAnyEagerRuleOnlyWhatIsPinnedIsFilled() {
    bench.with(new HydrateSettings(
        new EagerRules(Globs.of(List.of()), 1, 1), 1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    bench.pinPaths().pin(List.of("/docs"));

    HydrateReport report = bench.hydrated(new Selection.Eager());

    assertThat(report.unmatched()).isEmpty();
    assertThat(bench.states()).containsEntry("/docs/a.txt", PathState.HYDRATED)
        .containsEntry("/docs/b.txt", PathState.HYDRATED)
        .containsEntry("/README.md", PathState.PLACEHOLDER);
  }

  @Test
  void unpinningSaysWhatWasNotPinned() {
    bench.pinPaths().pin(List.of("/docs/a.txt"));

    PinPaths.Report report = bench.pinPaths().unpin(List.of("/docs/a.txt", "/README.md"));

    assertThat(report.changed()).containsExactly("/docs/a.txt");
    assertThat(report.unchanged()).containsExactly("/README.md");
    assertThat(bench.mirror().manifest().pins().isEmpty()).isTrue();
  }

  @Test
  void whatIsPinnedThroughADirectoryIsUnpinnedWithItOnly() {
    bench.pinPaths().pin(List.of("/docs", "/README.md"));

    assertThatThrownBy(() -> bench.pinPaths().unpin(List.of("/README.md", "/docs/a.txt")))
        .isInstanceOfSatisfying(CisternException.class, refused -> {
          assertThat(refused.failure()).isInstanceOf(Failure.Usage.class);
          assertThat(refused.failure().message()).contains("/docs/a.txt is pinned through /docs");
        });

    assertThat(bench.mirror().manifest().pins().names()).containsExactly("/README.md", "/docs");
  }

  @Test
  void aNameThatTheMirrorDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> bench.pinPaths().pin(List.of("/docs", "/nowhere")))
        .isInstanceOfSatisfying(CisternException.class,
            refused -> assertThat(refused.failure()).isInstanceOf(Failure.Usage.class));
    assertThat(bench.mirror().manifest().pins().isEmpty()).isTrue();
  }

  @Test
  void pinsAreBounded() {
    List<String> many = IntStream.rangeClosed(0, Pins.MOST).mapToObj(i -> "/many/" + i).toList();
    many.forEach(name -> bench.remote().put(name, "x"));
    bench.cloned();

    assertThatThrownBy(() -> bench.pinPaths().pin(many))
        .isInstanceOfSatisfying(CisternException.class,
            refused -> assertThat(refused.failure()).isInstanceOf(Failure.QuotaReached.class));

    assertThat(bench.pinPaths().pin(many.subList(0, Pins.MOST)).changed()).hasSize(Pins.MOST);
  }
}
