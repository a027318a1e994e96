package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathsTest {
  @TestFactory
  Stream<DynamicTest> normalisesAsTheTableSays() throws IOException {
    return ContractTables.cases("path-normalization.json").map(row -> DynamicTest.dynamicTest(
        row.get("name").asString(),
        () -> assertThat(Paths.normalised(row.get("path").asString()))
            .isEqualTo(row.get("expect").get("normalized").asString())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a//", "/a/../b", "/a/./b", "/a//b", "/", "//", "/a\0b", "/.cistern/x", "/.CISTERN"})
  void refusesAFileThatIsStillNotCanonical(String path) {
    assertThatThrownBy(() -> Paths.file(path))
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @Test
  void takesStarsAndBackslashesLiterally() {
    assertThat(Paths.file("a*b\\c").value()).isEqualTo("/a*b\\c");
  }

  @Test
  void countsAPathUnderItsFirstSegment() {
    assertThat(Paths.provider("/Notes/a.md")).isEqualTo("notes");
    assertThat(Paths.provider("/README.md")).isEqualTo("readme.md");
  }
}
