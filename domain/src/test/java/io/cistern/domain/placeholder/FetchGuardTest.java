package io.cistern.domain.placeholder;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.Guard;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FetchGuardTest {
  @Test
  void aBoundOfZeroIsNoBound() {
    assertThat(FetchGuard.NONE.tooLarge("/a", Long.MAX_VALUE)).isEmpty();
    assertThat(new FetchGuard(5, 0, true).tooLarge("/a", 5)).isEmpty();
    assertThat(new FetchGuard(5, 0, true).tooLarge("/a", 6)).map(FetchGuardTest::guard).contains(Guard.TOO_LARGE);
  }

  @Test
  void whatHoldsANulIsBinaryWhereOnlyTextIsWanted() {
    byte[] binary = {'a', 0, 'b'};
    FetchGuard text = new FetchGuard(0, 8, true);

    assertThat(text.binary("/a", binary)).map(FetchGuardTest::guard).contains(Guard.BINARY);
    assertThat(text.binary("/a", "zażółć".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(text.binary("/a", new byte[0])).isEmpty();
    assertThat(text.named().binary("/a", binary)).as("named by a person").isEmpty();
  }

  @Test
  void anEntryRemembersThatItIsBinary() {
    FetchGuard text = new FetchGuard(0, 8, true);
    Failure binary = text.binary("/a", new byte[1]).orElseThrow();

    assertThat(text.knowsAsBinary(entry(PathState.PLACEHOLDER, Optional.of(binary.message())))).isTrue();
    assertThat(text.knowsAsBinary(entry(PathState.PLACEHOLDER, Optional.of("late")))).isFalse();
    assertThat(text.named().knowsAsBinary(entry(PathState.PLACEHOLDER, Optional.of(binary.message())))).isFalse();
  }

  @Test
  void aQuarantinedNameCannotBeMapped() {
    assertThat(FetchGuard.NONE.before(entry(PathState.QUARANTINED, Optional.empty()))).map(FetchGuardTest::guard)
        .contains(Guard.UNMAPPABLE);
    assertThat(FetchGuard.NONE.before(entry(PathState.PLACEHOLDER, Optional.empty()))).isEmpty();
  }

  private static Guard guard(Failure failure) {
    return ((Failure.Guarded) failure).guard();
  }

  private static PathEntry entry(PathState state, Optional<String> reason) {
    return new PathEntry(
        "/a", state, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(), reason);
  }
}
