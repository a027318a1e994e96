package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.it.acceptance.StormOracle.Deed;
import io.cistern.it.acceptance.StormOracle.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StormOracleTest {
  private static final byte[] OLD = {1, 2, 3};
  private static final byte[] NEW = {4, 5, 6};

  @TempDir
  Path mirror;

  private final StormOracle oracle = new StormOracle();

  @Test
  void anAdditionThatWasSaidAndIsNotThereIsALoss() {
    oracle.happened(List.of(deed(Kind.ADD, "added")));
    assertThatThrownBy(() -> oracle.settle(mirror)).isInstanceOf(AssertionError.class).hasMessageContaining("lost");
  }

  @Test
  void aRemovalThatWasSaidAndIsStillThereIsALie() throws IOException {
    there(OLD);
    oracle.happened(List.of(deed(Kind.REMOVE, "removed")));
    assertThatThrownBy(() -> oracle.settle(mirror)).isInstanceOf(AssertionError.class).hasMessageContaining("lost");
  }

  @Test
  void whatWasNotSaidMayBeEither() throws IOException {
    there(OLD);
    oracle.happened(List.of(new Deed(Kind.REMOVE, "/f", StormOracle.ABSENT, Optional.empty())));
    assertThat(oracle.settle(mirror)).isEqualTo(1);
  }

  @Test
  void theOrderOfTwoIsWhatTheirWordsExplain() throws IOException {
    there(OLD);
    oracle.happened(List.of(deed(Kind.ADD, "added"), deed(Kind.REMOVE, "removed")));
    assertThatThrownBy(() -> oracle.settle(mirror)).isInstanceOf(AssertionError.class);
  }

  @Test
  void thoseOfOneKindRanOneAfterTheOther() throws IOException {
    Files.write(mirror.resolve("f"), OLD);
    Deed earlier = new Deed(Kind.ADD, "/f", StormOracle.version(OLD), Optional.empty());

    oracle.happened(List.of(earlier, deed(Kind.ADD, "added")));

    assertThatThrownBy(() -> oracle.settle(mirror)).isInstanceOf(AssertionError.class).hasMessageContaining("lost");
  }

  @Test
  void aPartOfAVersionIsSeenToBeNone() throws IOException {
    there(OLD);
    Path part = Files.write(mirror.resolve("f"), new byte[]{1, 2});
    assertThat(oracle.wrong(Path.of("f"), part, 2)).isPresent();
  }

  private void there(byte[] bytes) throws IOException {
    Files.write(mirror.resolve("f"), bytes);
    oracle.holds("/f", StormOracle.version(bytes));
  }

  private static Deed deed(Kind kind, String said) {
    String version = kind == Kind.REMOVE ? StormOracle.ABSENT : StormOracle.version(NEW);
    return new Deed(kind, "/f", version, Optional.of(said));
  }
}
