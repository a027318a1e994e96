package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BearerTokenTest {
  @TempDir
  private Path directory;

  @Test
  void neverShowsItself() {
    BearerToken token = BearerToken.parse(" s3cr3t \n").orElseThrow();

    assertThat(token).hasToString("(token)");
    assertThat(token.header()).isEqualTo("Bearer s3cr3t");
    assertThat(TokenSource.fixed(token).toString()).doesNotContain("s3cr3t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nX-Evil: 1", "a\u0000", "tök", "\u200b"})
  void refusesWhatCannotStandInAHeader(String text) {
    assertThat(BearerToken.parse(text)).isEmpty();
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThat(BearerToken.parse("x".repeat(BearerToken.LONGEST))).isPresent();
    assertThat(BearerToken.parse("x".repeat(BearerToken.LONGEST + 1))).isEmpty();
  }

  @Test
  void readsTheFirstLineOfAFileOnceAndAgainWhenAsked() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "first\n# not this\n");
    TokenSource source = TokenSource.file(file);

    BearerToken first = source.current();
    Files.writeString(file, "second\n");

    assertThat(source.current()).isEqualTo(first);
    assertThat(source.reread().header()).isEqualTo("Bearer second");
    assertThat(source.current().header()).isEqualTo("Bearer second");
  }

  @Test
  void saysWhichFileHoldsNoToken() throws IOException {
    Path absent = directory.resolve("absent");
    Path blank = Files.writeString(directory.resolve("blank"), "two words\n");

    assertThat(Fixture.thrown(() -> TokenSource.file(absent).current())).isInstanceOf(Failure.NoToken.class);
    assertThat(Fixture.thrown(() -> TokenSource.file(blank).current()).message())
        .contains(blank.toString()).doesNotContain("two words");
  }
}
