package io.cistern.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows that each rule about texts can fail, and what it lets through. */
class TidyRulesTest {
  @Test
  void countsLines() {
    assertThat(TidyRules.tooLong(java("a\nb\nc\n"), 3)).isEmpty();
    assertThat(TidyRules.tooLong(java("a\nb\nc\nd\n"), 3)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "class GhostFile {}", "class A { int walSize; }", "class A { void warmUp() {} }", "class A { int GC; }",
      "class A { void b(int prefetch) {} }", "class DeadLetterQueue {}", "record A(int bookmark) {}"})
  void findsWordsThatTheGlossaryReplaces(String text) {
    assertThat(TidyRules.replacedWords(outline("fs/log/A.java", text))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"class Walker {}", "class A { /* ghost */ String b = \"stub\"; }", "class A { int gcd; }"})
  void findsNoWordInsideAWordAStringOrAComment(String text) {
    assertThat(TidyRules.replacedWords(outline("fs/log/A.java", text))).isEmpty();
  }

  @Test
  void leavesTheWireItsWords() {
    assertThat(TidyRules.replacedWords(outline("io/cistern/http/wire/A.java", "enum A { DEAD_LETTER }"))).isEmpty();
    assertThat(TidyRules.replacedWords(outline("io/cistern/http/wire/A.java", "enum A { GHOST }"))).hasSize(1);
  }

  @Test
  void findsWhatIsUnfinishedUnlessAnIssueIsNamed() {
    assertThat(TidyRules.unfinished(java("// TO" + "DO tidy up"))).hasSize(1);
    assertThat(TidyRules.unfinished(java("// TO" + "DO(#12) tidy up"))).isEmpty();
  }

  @Test
  void findsSleepPrintsAndStackTraces() {
    assertThat(TidyRules.sleeps(java("Thread" + ".sleep(1);"))).hasSize(1);
    assertThat(TidyRules.printsPastThePrinter(java("package io.cistern.fs;\nSystem.out.println();"))).hasSize(1);
    assertThat(TidyRules.printsPastThePrinter(java("package io.cistern.cli;\nSystem.out.println();"))).isEmpty();
    assertThat(TidyRules.printsPastThePrinter(java("package io.cistern.cli;\nbad.printStackTrace();"))).hasSize(1);
    assertThat(TidyRules.printsPastThePrinter(java("package io.cistern.cli;\nbad.printStackTrace(to);"))).isEmpty();
    assertThat(TidyRules.printsPastThePrinter(java("package io.cistern.fs;\nbad.printStackTrace(to);"))).hasSize(1);
  }

  @Test
  void findsSkippedAndMockingTests() {
    assertThat(TidyRules.skipsOrMocks(java("@" + "Disabled void a() {}"))).hasSize(1);
    assertThat(TidyRules.skipsOrMocks(java("Assumptions" + ".assume" + "True(x);"))).hasSize(1);
    assertThat(TidyRules.skipsOrMocks(java("import org." + "mockito.Mockito;"))).hasSize(1);
    assertThat(TidyRules.skipsOrMocks(java("void assumesNothing() {}"))).isEmpty();
  }

  @Test
  void findsTalkOfStaff() {
    assertThat(TidyRules.speaksOfStaff(java("// a team" + "mate wrote this"))).hasSize(1);
    assertThat(TidyRules.speaksOfStaff(java("// one session of a long verb, two helper processes"))).isEmpty();
  }

  @Test
  void findsPathsOfOneMachine() {
    Set<String> here = Set.of("/opt/jdk", "/srv/someone");
    assertThat(TidyRules.namesAMachine(java("\"/srv/someone/notes\""), here)).hasSize(1);
    assertThat(TidyRules.namesAMachine(java("\"/ho" + "me/someone/notes\""), here)).hasSize(1);
    assertThat(TidyRules.namesAMachine(java("\"/docs/srv/someone.txt\" $HOME/x /homes/x"), here)).isEmpty();
  }

  @Test
  void wantsAFullSentenceOnEveryPage() {
    assertThat(TidyRules.pageWithoutSentence(java("package a;"))).hasSize(1);
    assertThat(TidyRules.pageWithoutSentence(java("/** The log. */\npackage a;"))).hasSize(1);
    assertThat(TidyRules.pageWithoutSentence(java("/** helps with the log. */\npackage a;"))).hasSize(1);
    assertThat(TidyRules.pageWithoutSentence(java("/**\n * Spells every name\n * of it. More.\n */\npackage a;")))
        .isEmpty();
  }

  @Test
  void findsNumbersInCommentsAndMessagesOnly() {
    assertThat(TidyRules.cited(java("/** Keeps I5 and I12 (flaw F8). */ int I7; check(x, \"G3: no delete\");")))
        .containsExactly("F8", "G3", "I12", "I5");
    assertThat(TidyRules.cited(java("// see RFC-I5x, UTF8, #F3F3F3"))).isEmpty();
  }

  @Test
  void findsDocumentsThatSourcesName() {
    assertThat(TidyRules.namedDocuments(java("/** See docs/adr/0001-x.md and MANUAL.md, not /docs/a.md. */")))
        .containsExactly("MANUAL.md", "docs/adr/0001-x.md");
  }

  @Test
  void measuresMethods() {
    Outline outline = outline("A.java", "class A {\n  A(int b, int c) {}\n  void d() {\n\n  }\n}\n");
    assertThat(outline.methods()).containsExactly(
        new Outline.Method("<init>", 1, 2), new Outline.Method("d", 3, 0));
  }

  @Test
  void followsLinksToFilesAndHeadings(@TempDir Path root) throws IOException {
    Files.createDirectory(root.resolve("docs"));
    Files.writeString(root.resolve("docs/b.md"), "# The second page\n");
    SourceFile page = new SourceFile(Path.of("docs/a.md"), """
        # First
        [ok](b.md) [ok](b.md#the-second-page) [ok](#first) [ok](https://example.org/x) [ok](../docs/b.md)
        [bad](c.md) [bad](b.md#third) [bad](#second) [bad](../../outside.md)
        ```
        [not a link](nowhere.md)
        ```
        """);
    assertThat(Documents.brokenLinks(root, page)).containsExactly(
        "docs/a.md links to c.md", "docs/a.md links to b.md#third", "docs/a.md links to #second",
        "docs/a.md links to ../../outside.md");
  }

  @Test
  void readsRowsOfTables() {
    SourceFile page = new SourceFile(Path.of("a.md"), """
        | id | what | kept by | test |
        | --- | --- | --- | --- |
        | I1 | so it is | `Commits`, `CatchUp.run` | `CommitsTest` |
        | I2 | and so | `Later` | later: pull |
        """);
    assertThat(Documents.rows(page)).containsExactly(
        new Documents.Row("I1", List.of("Commits", "CatchUp"), List.of("CommitsTest"), false),
        new Documents.Row("I2", List.of("Later"), List.of(), true));
  }

  private static SourceFile java(String text) {
    return new SourceFile(Path.of("A.java"), text);
  }

  private static Outline outline(String path, String text) {
    return Outline.of(List.of(new SourceFile(Path.of(path), text))).getFirst();
  }
}
