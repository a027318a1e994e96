package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.HeldLock;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.Target;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes made here, over a real mirror, in process. */
final class LocalVerbsTest {
  @TempDir
  private Path base;

  private ServedDirectory served;
  private ProgramRun program;
  private Path mirror;

  @BeforeEach
  void aMirrorWithEverythingHere() throws IOException {
    served = ServedDirectory.below(base);
    Path home = Files.createDirectories(base.resolve("home"));
    program = new ProgramRun(home).inRealTime();
    mirror = home.resolve("m");
    assertThat(program.run(
        "clone", served.url(), "m", "--content", "all", "--token-file", served.tokenFile())).isZero();
    program.in(mirror);
  }

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void removesAndTakesItBackAndRemovesAgain() throws IOException {
    assertThat(program.run("rm", "docs")).isZero();
    assertThat(program.out()).containsPattern("^3 removed \\(#\\d+; `cistern undo` takes it back\\)");
    assertThat(program.err()).contains("removing 3 paths (15 B): docs/empty.txt, docs/größe.txt, docs/plan.md");
    assertThat(mirror.resolve("docs")).doesNotExist();
    assertThat(program.run("status", "--json")).isZero();
    assertThat(program.out()).contains("\"removed\":3");

    assertThat(program.run("undo", "--json")).isZero();
    json("\"path\":\"/docs/plan.md\",\"result\":\"restored\"", "\"verb\":\"undo\"", "\"done\":3");
    assertThat(mirror.resolve("docs/plan.md")).hasContent("names first\n");
    assertThat(program.run("verify")).isZero();

    assertThat(program.run("undo")).isZero();
    assertThat(mirror.resolve("docs")).doesNotExist();
  }

  @Test
  void whatADeadRunCommittedIsFinishedByTheNextVerbAndToldThereAndInTheStatus() {
    commitsAndDies("/late.txt");
    assertThat(program.run("status")).isZero();
    assertThat(program.out()).contains("  recovery  due: ").doesNotContain("the last one");
    assertThat(mirror.resolve("late.txt")).doesNotExist();

    assertThat(program.run("rm", "README.md")).isZero();

    assertThat(program.err()).contains("finished 1 change that an earlier run had committed");
    assertThat(mirror.resolve("late.txt")).isEmptyFile();
    assertThat(program.run("status")).isZero();
    assertThat(program.out()).doesNotContain("due: ")
        .contains("  recovery  the last one finished 1 change that a run had committed\n");
  }

  /** A process that ends between its commit and its publication. */
  private void commitsAndDies(String name) {
    WorkspacePath path = WorkspacePath.parse(name).orElseThrow();
    PathEntry entry = new PathEntry(
        name, PathState.PLACEHOLDER, Optional.empty(), Optional.empty(), 4, Optional.empty(), Optional.empty(),
        Optional.empty());
    RecordGroup group = RecordGroup.of(new LogRecord.Switched(
        new Publication(path, new Expected.Absent(), new Target.Placeholder()), Optional.of(entry), Origin.CLONE));
    try (FileMirror files = FileMirror.open(mirror, MirrorHost.system("dies"));
        HeldLock held = files.parts().lock().acquire(Deadline.NEVER).orElseThrow()) {
      CommitLog log = files.parts().log();
      log.catchUp(held);
      log.append(held, List.of(group));
    }
  }

  @Test
  void aRehearsalOfARemovalNamesThePathsAndRemovesNothing() {
    assertThat(program.run("rm", "-n", "docs/*.md", "README.md")).isZero();
    assertThat(program.out()).isEqualTo("README.md\ndocs/plan.md\n");
    assertThat(program.run("rm", "-n", "--json", "data")).isZero();
    json("\"result\":\"wouldRemove\"", "\"dryRun\":true", "\"changes\":1", "\"confirm\":null");
    assertThat(mirror.resolve("data/noise.bin")).exists();
  }

  @Test
  void manyRemovalsNeedTheTokenThatTheirRefusalPrints() {
    List<String> few = List.of("--set", "rm.mass=2 paths and 10 %");
    assertThat(program.run("rm", "docs", few.get(0), few.get(1))).isEqualTo(7);
    assertThat(program.err()).contains("that would remove 3 of 5 paths; nothing was removed")
        .contains("cistern rm --dry-run");
    assertThat(mirror.resolve("docs/plan.md")).exists();
    String token = program.err().replaceAll("(?s).*--confirm ([0-9a-f]{12}).*", "$1");

    assertThat(program.run("rm", "docs", few.get(0), few.get(1), "--confirm", token)).isZero();
    assertThat(mirror.resolve("docs")).doesNotExist();
  }

  @Test
  void movesAFileAndADirectoryAndReplacesNothing() throws IOException {
    assertThat(program.run("mv", "docs/plan.md", "notes/plan.md")).isZero();
    assertThat(mirror.resolve("notes/plan.md")).hasContent("names first\n");
    assertThat(program.run("mv", "docs", "notes", "--json")).isZero();
    json("\"path\":\"/notes/docs/größe.txt\",\"result\":\"moved\"", "\"done\":2");
    assertThat(mirror.resolve("docs")).doesNotExist();

    assertThat(program.run("mv", "README.md", "notes/plan.md")).isEqualTo(2);
    assertThat(program.err()).contains("/notes/plan.md exists already; nothing was moved");
    assertThat(program.run("mv", "notes", "notes/docs/x")).isEqualTo(2);
    assertThat(program.run("mv", "-n", "README.md", "x")).isZero();
    assertThat(program.out()).isEqualTo("README.md → x\n");
    assertThat(program.run("undo")).isZero();
    assertThat(mirror.resolve("docs/größe.txt")).exists();
  }

  @Test
  void theLogListsWhatWasDoneFromAnyPlace() {
    program.run("rm", "README.md");
    program.run("mv", "docs/plan.md", "plan.md");
    assertThat(program.run("log", "plan.md")).isZero();
    assertThat(program.out())
        .containsPattern("#\\d+ +(?:[\\d-]+ )?\\d\\d:\\d\\d:\\d\\d +move +plan.md moved from /docs/plan.md");
    assertThat(program.err()).contains("the history begins at #1");
    assertThat(program.run("log", "--json", "--limit", "1")).isZero();
    json("\"type\":\"operation\"", "\"committedAt\":\"2", "\"begins\":1", "\"next\":");
    assertThat(program.run("log", "--from", "x")).isEqualTo(2);
    assertThat(program.run("undo", "999999")).isEqualTo(2);
    assertThat(program.err()).contains("there is no #999999");
  }

  @Test
  void diffFindsWhatNobodyHasLookedAt() throws IOException {
    Files.writeString(mirror.resolve(".cisternignore"), "# of no interest\n*.tmp\n");
    Files.writeString(mirror.resolve("new.txt"), "new");
    Files.writeString(mirror.resolve("x.tmp"), "ignored");
    Files.writeString(mirror.resolve("docs/.cisternignore"), "/draft.md\n!kept.tmp\nbuild/\n");
    Files.writeString(mirror.resolve("docs/draft.md"), "ignored");
    Files.writeString(mirror.resolve("docs/kept.tmp"), "taken in again");
    Files.createDirectories(mirror.resolve("docs/build/deep"));
    Files.writeString(mirror.resolve("docs/build/deep/kept.tmp"), "below what is ignored");
    Files.writeString(mirror.resolve("draft.md"), "of no rule");
    Files.writeString(mirror.resolve("docs/plan.md"), "mine");
    Files.delete(mirror.resolve("data/noise.bin"));
    program.run("rm", "README.md");
    Files.writeString(mirror.resolve("README.md"), "mine again");

    assertThat(program.run("diff")).isZero();

    assertThat(program.out().lines().toList()).containsExactly(
        "added     .cisternignore", "modified  README.md", "missing   data/noise.bin",
        "added     docs/.cisternignore", "added     docs/kept.tmp", "modified  docs/plan.md", "added     draft.md",
        "added     new.txt");
    assertThat(program.run("diff", "docs", "--json")).isZero();
    json("\"path\":\"/docs/plan.md\",\"change\":\"modified\"", "\"changes\":3", "\"recorded\":0");
  }

  @Test
  void whatNamesNothingIsAnError() {
    assertThat(program.run("rm", "nothing")).isEqualTo(1);
    assertThat(program.err()).contains("/nothing: names nothing in this mirror");
    assertThat(program.run("rm", "nothing", "README.md")).isEqualTo(3);
    assertThat(program.run("rm")).isEqualTo(2);
    assertThat(program.run("undo", "tomorrow")).isEqualTo(2);
  }

  private void json(String... parts) {
    assertThat(program.out().lines().toList())
        .allSatisfy(line -> assertThat(JsonSchema.named("cistern.lines-1").faults(line)).isEmpty());
    assertThat(program.out()).contains(parts);
  }
}
