package io.cistern.domain.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.domain.failure.InvariantViolated;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateCountsTest {
  @Test
  void theStatesSumToTheTotal() {
    StateCounts counts = StateCounts.NONE
        .plus(entry("/a", PathState.HYDRATED, 7))
        .plus(entry("/b", PathState.PLACEHOLDER, 100))
        .plus(entry("/c", PathState.HYDRATED, 5))
        .minus(entry("/a", PathState.HYDRATED, 7));

    assertThat(counts.total()).isEqualTo(2);
    assertThat(counts.of(PathState.HYDRATED)).isEqualTo(1);
    assertThat(counts.hydratedBytes()).isEqualTo(5);
  }

  @Test
  void whatTheRemoteDoesNotListIsCountedInWhateverState() {
    PathEntry gone = entry("/a", PathState.HYDRATED, 7).withUnlisted(true);
    PathEntry edited = entry("/b", PathState.MODIFIED, 7).withUnlisted(true);
    StateCounts counts = StateCounts.NONE.plus(gone).plus(edited).plus(entry("/c", PathState.HYDRATED, 5));

    assertThat(counts.unlisted()).isEqualTo(2);
    assertThat(counts.minus(gone).plus(gone.withUnlisted(false)).unlisted()).isEqualTo(1);
    assertThat(counts.minus(StateCounts.NONE.plus(edited)).unlisted()).isEqualTo(1);
  }

  @Test
  void cannotCountBelowZero() {
    assertThatThrownBy(() -> StateCounts.NONE.minus(entry("/a", PathState.ADDED, 0)))
        .isInstanceOf(InvariantViolated.class);
  }

  private static PathEntry entry(String name, PathState state, long size) {
    return new PathEntry(
        name, state, Optional.empty(), Optional.empty(), size, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
