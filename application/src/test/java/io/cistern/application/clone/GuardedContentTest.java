package io.cistern.application.clone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.testing.Bench;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.FetchGuard;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is larger than hydrate.max-open-bytes allows stays a placeholder, also where all content is asked for. */
class GuardedContentTest {
  private final Bench bench = new Bench()
      .with(BootstrapSettings.DEFAULTS.guardedBy(new FetchGuard(7, 0, true)));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsTooLargeStaysAPlaceholderAndHoldsNothingUp(boolean export) {
    bench.remote().put("/a", "small");
    bench.remote().put("/b", "far too large");
    bench.remote().put("/c", "\0bin");
    if (!export) {
      bench.remote().withoutExport();
    }

    CloneReport report = bench.cloned(CloneRequest.PLAIN.withContent());

    assertThat(report.refused().keySet()).as("an export is not asked for single files")
        .isEqualTo(export ? Set.of() : Set.of("/b"));
    assertThat(bench.states())
        .containsEntry("/a", PathState.HYDRATED)
        .containsEntry("/b", PathState.PLACEHOLDER)
        .containsEntry("/c", PathState.HYDRATED);
    assertThat(bench.mirror().visible("/b")).contains("");
    assertThat(bench.remote().requests("file")).as("what is known to be too large is not asked for")
        .isEqualTo(export ? 0 : 2);
  }
}
