package io.cistern.domain.placeholder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "README.md      | /README.md        | true",
      "README.md      | /deep/README.md   | true",
      "README.md      | /readme.md        | false",
      "README.md      | /README.md.bak    | false",
      "/README.md     | /README.md        | true",
      "/README.md     | /deep/README.md   | false",
      "docs/*.md      | /docs/a.md        | true",
      "docs/*.md      | /docs/deep/a.md   | false",
      "docs/*.md      | /x/docs/a.md      | false",
      "docs/**/*.md   | /docs/a.md        | true",
      "docs/**/*.md   | /docs/x/y/a.md    | true",
      "docs/**        | /docs/x/y         | true",
      "docs/**        | /docs             | false",
      "**             | /.hidden/.file    | true",
      "**/x/**/y      | /x/y              | true",
      "**/x/**/y      | /a/x/b/c/y        | true",
      "**/x/**/y      | /a/x/b/c/z        | false",
      "build/         | /build/out        | true",
      "build/         | /a/build/out      | true",
      "build/         | /build            | false",
      "build          | /build/out/x      | true",
      "a?c            | /abc              | true",
      "a?c            | /a/c              | false",
      "[a-c]x         | /bx               | true",
      "[a-c]x         | /dx               | false",
      "[!a-c]x        | /dx               | true",
      "[^a-c]x        | /ax               | false",
      "[]x]           | /]                | true",
      "[ab            | /[ab              | true",
      "\\*            | /*                | true",
      "\\*            | /x                | false",
      "\\!a           | /!a               | true",
      "*.txt          | /a.b.txt          | true",
      "*a*b*c         | /xxaxxbxxc        | true",
      "*a*b*c         | /xxaxxcxxb        | false",
      "ä?             | /äö               | true",
  })
  void readsAPatternAsAGitignoreFileDoes(String pattern, String path, boolean matches) {
    assertThat(Globs.of(List.of(pattern)).match(path)).isEqualTo(matches);
  }

  @Test
  void theLastPatternThatMatchesDecides() {
    Globs globs = Globs.of(List.of("*.md", "!secret.md", "/keep/secret.md", "  "));

    assertThat(globs.match("/a.md")).isTrue();
    assertThat(globs.match("/x/secret.md")).isFalse();
    assertThat(globs.match("/keep/secret.md")).isTrue();
    assertThat(globs.match("/a.txt")).isFalse();
  }

  @Test
  void nothingMatchesWithoutAPatternThatTakesPathsIn() {
    assertThat(Globs.of(List.of()).isEmpty()).isTrue();
    assertThat(Globs.of(List.of("!a", " ")).isEmpty()).isTrue();
    assertThat(Globs.of(List.of("a")).isEmpty()).isFalse();
  }

  @Test
  void aHostilePatternTakesNoLongerThanPatternTimesPath() {
    String pattern = "**/*a*a*a*a*a*a*a*a*a*b/**/**/**/**/x";
    String path = "/" + "a".repeat(200) + ("/" + "a".repeat(50)).repeat(70);

    assertThat(Globs.of(List.of(pattern)).match(path)).isFalse();
  }
}
