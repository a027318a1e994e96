package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.domain.failure.CisternException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PathArgumentsTest {
  @TempDir
  private Path root;

  private PathArguments atRoot;
  private PathArguments inDocs;

  @BeforeEach
  void standSomewhere() throws IOException {
    atRoot = new PathArguments(root, root);
    inDocs = new PathArguments(root, Files.createDirectories(root.resolve("docs/[a]")));
  }

  @Test
  void relativeNamesStartHereAndSlashedOnesAtTheRoot() {
    assertThat(atRoot.name("a/b")).isEqualTo("/a/b");
    assertThat(atRoot.name(".")).isEqualTo("/");
    assertThat(inDocs.name("x")).isEqualTo("/docs/[a]/x");
    assertThat(inDocs.name("../y/")).isEqualTo("/docs/y");
    assertThat(inDocs.name("/z")).isEqualTo("/z");
    assertThat(inDocs.name("../..")).isEqualTo("/");
  }

  @Test
  void nothingLeadsOutOfTheMirror() {
    assertThatThrownBy(() -> inDocs.name("../../../x")).isInstanceOf(CisternException.class);
    assertThatThrownBy(() -> atRoot.name("/..")).isInstanceOf(CisternException.class);
    assertThatThrownBy(() -> atRoot.path(".cistern/mirror.json")).isInstanceOf(CisternException.class);
  }

  @Test
  void fromOutsideTheMirrorNamesStartAtItsRoot() {
    assertThat(new PathArguments(root, root.getParent()).name("a")).isEqualTo("/a");
  }

  @Test
  void patternsAreReadFromHereToo() {
    assertThat(atRoot.pattern("*.md")).isEqualTo("*.md");
    assertThat(atRoot.pattern("docs/plan.md")).isEqualTo("/docs/plan.md");
    assertThat(inDocs.pattern("*.md")).isEqualTo("/docs/\\[a]/**/*.md");
    assertThat(inDocs.pattern("x/*.md")).isEqualTo("/docs/\\[a]/x/*.md");
    assertThat(inDocs.pattern("/**")).isEqualTo("/**");
    assertThat(inDocs.pattern("!*.md")).isEqualTo("!/docs/\\[a]/**/*.md");
  }

  @Test
  void namesAreShownAsTheyReadFromHere() {
    assertThat(inDocs.shown("/docs/[a]/x")).isEqualTo("x");
    assertThat(inDocs.shown("/other")).isEqualTo("/other");
    assertThat(atRoot.shown("/docs/x")).isEqualTo("docs/x");
  }
}
