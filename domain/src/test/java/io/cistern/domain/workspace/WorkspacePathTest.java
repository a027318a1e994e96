package io.cistern.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.domain.failure.InvariantViolated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspacePathTest {
  @ParameterizedTest
  @ValueSource(strings = {"/a", "/a/b.txt", "/*", "/a b/c", "/..a/b..", "/été/😀", "/a/.cistern", "/.cisternignore",
      "/a\\b", "/\n"})
  void takesCanonicalPathsAsTheyAre(String text) {
    assertThat(WorkspacePath.parse(text)).get().hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a", "a/b", "/a/", "//a", "/a//b", "/.", "/..", "/a/../b", "/a/.", "/a\0b",
      "/\ud800", "/a\udc00"})
  void refusesWhatIsNotCanonical(String text) {
    assertThat(WorkspacePath.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.cistern", "/.cistern/log", "/.CISTERN/x", "/.Cistern", "/.ci\u200cstern/x",
      "/.ci\u017ftern", "/\uff0ecistern"})
  void refusesTheControlDirectoryInEverySpellingThatAFoldingFileSystemTakesForIt(String text) {
    assertThat(WorkspacePath.parse(text)).isEmpty();
  }

  @Test
  void boundsLengthInBytesAndDepth() {
    assertThat(WorkspacePath.parse("/" + "a".repeat(WorkspacePath.MAX_BYTES - 1))).isPresent();
    assertThat(WorkspacePath.parse("/" + "a".repeat(WorkspacePath.MAX_BYTES))).isEmpty();
    assertThat(WorkspacePath.parse("/" + "é".repeat(WorkspacePath.MAX_BYTES / 2))).isEmpty();
    assertThat(WorkspacePath.parse("/a".repeat(WorkspacePath.MAX_DEPTH))).isPresent();
    assertThat(WorkspacePath.parse("/a".repeat(WorkspacePath.MAX_DEPTH + 1))).isEmpty();
  }

  @Test
  void knowsItsPartsByItself() {
    WorkspacePath path = WorkspacePath.parse("/docs/plan.md").orElseThrow();

    assertThat(path.name()).isEqualTo("plan.md");
    assertThat(path.parent()).isEqualTo("/docs");
    assertThat(path.relative()).isEqualTo("docs/plan.md");
    assertThat(path.segments()).containsExactly("docs", "plan.md");
    assertThat(WorkspacePath.parse("/a").orElseThrow().parent()).isEqualTo("/");
  }

  @Test
  void cannotBeBuiltFromWhatWasNotParsed() {
    assertThatThrownBy(() -> new WorkspacePath("/a/../b")).isInstanceOf(InvariantViolated.class);
  }
}
