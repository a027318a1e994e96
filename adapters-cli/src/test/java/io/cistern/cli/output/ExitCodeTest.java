package io.cistern.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.failure.Failure;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of the command line's contract, row by row. */
final class ExitCodeTest {
  private static final Map<String, Integer> TABLE = Map.ofEntries(
      Map.entry("LOCAL_IO", 1), Map.entry("REMOTE_NOT_FOUND", 1), Map.entry("USAGE", 2), Map.entry("CONFIG", 2),
      Map.entry("TIMED_OUT", 14), Map.entry("INTERRUPTED", 130), Map.entry("REMOTE_RATE_LIMITED", 5),
      Map.entry("REMOTE_BUSY", 5), Map.entry("REMOTE_TIMEOUT", 5), Map.entry("REMOTE_UNAVAILABLE", 5),
      Map.entry("REMOTE_BROKEN_ANSWER", 5), Map.entry("HASH_MISMATCH", 5), Map.entry("NOT_AUTHORISED", 6),
      Map.entry("FORBIDDEN", 6), Map.entry("REFUSED_MASS_REMOVAL", 7), Map.entry("ROOT_REPLACED", 7),
      Map.entry("FOREIGN_OWNER", 7), Map.entry("MIRROR_TAINTED", 7), Map.entry("LOCAL_DISK_FULL", 8),
      Map.entry("QUOTA", 8), Map.entry("BOOTSTRAP_STALLED", 8), Map.entry("BOOTSTRAP_TOO_LARGE", 8),
      Map.entry("NO_MIRROR", 10), Map.entry("MIRROR_IN_USE", 11), Map.entry("MIRROR_DAMAGED", 12),
      Map.entry("WORKSPACE_GONE", 13));

  @Test
  void everyLocalFailureHasItsCode() {
    for (Class<?> kind : Failure.class.getPermittedSubclasses()) {
      if (kind != Failure.Remote.class && kind != Failure.Guarded.class) {
        Failure failure = sample(kind);
        assertThat(ExitCode.of(failure)).as(kind.getSimpleName()).isEqualTo(TABLE.get(FailureText.code(failure)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Failure.Guard.class)
  void everythingThatKeepsAFileAwayHasItsCode(Failure.Guard guard) {
    Failure failure = new Failure.Guarded(guard, "/a.bin", "m");
    assertThat(ExitCode.of(failure)).isEqualTo(TABLE.get(FailureText.code(failure)));
    assertThat(FailureText.hint(failure, "hydrate")).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(Failure.RemoteCode.class)
  void everyRemoteFailureHasItsCode(Failure.RemoteCode code) {
    Failure failure = new Failure.Remote(code, Optional.empty(), "m", Optional.empty());
    assertThat(FailureText.code(failure)).isEqualTo(code.name());
    assertThat(ExitCode.of(failure)).isEqualTo(TABLE.get(code.name()));
    assertThat(FailureText.hint(failure, "clone")).isNotBlank();
  }

  private static Failure sample(Class<?> kind) {
    try {
      return kind == Failure.LocalIo.class
          ? new Failure.LocalIo("a.txt", "m")
          : (Failure) kind.getConstructor(String.class).newInstance("m");
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("a failure without the usual constructor", impossible);
    }
  }
}
