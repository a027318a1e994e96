package io.cistern.application.mutate.add;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.commit.Commits;
import io.cistern.application.mutate.Undo;
import io.cistern.application.port.FilePreparer;
import io.cistern.application.port.Progress;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.Folding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddFilesTest {
  private final AddBench add = new AddBench();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7})
  void filesAreAddedInScanOrderHoweverManyArePreparedAtOnce(int jobs) {
    add.jobs = jobs;
    for (int i = 0; i < 40; i++) {
      add.source.file("d/f%02d".formatted(i), "text " + i);
    }

    AddReport report = add.add();

    assertThat(report.added()).isEqualTo(40);
    assertThat(add.items).extracting(AddItem::path).isSorted();
    assertThat(added()).isSorted().hasSize(40);
    assertThat(add.mirror().visible("/d/f07")).contains("text 7");
    assertThat(add.bench.states()).containsEntry("/d/f07", PathState.ADDED);
    assertThat(add.source.opened()).isEqualTo(40);
    assertThat(add.leftStaged()).isEmpty();
  }

  @Test
  void whatThePathHoldsAlreadyIsSkippedBeforeItIsPrepared() {
    add.bench.remote().put("/same", "same");
    add.bench.cloned();
    add.bench.hydrated(new io.cistern.domain.placeholder.Selection.Everything());
    add.source.file("same", "same").file("copy", "same");

    AddReport report = add.add();

    assertThat(add.words()).isEqualTo(Map.of("/copy", "added", "/same", "skipped"));
    assertThat(report.skipped()).isEqualTo(1);
    assertThat(add.source.opened()).isEqualTo(1);
    add.add();
    assertThat(add.words()).isEqualTo(Map.of("/copy", "skipped", "/same", "skipped"));
    assertThat(add.source.opened()).isEqualTo(1);
  }

  @Test
  void theSecondSourceOfATargetIsRefusedAndTheFirstIsAdded() {
    add.source.file("a/x", "first").file("b/x", "second");

    add.add(AddRequest.of(List.of(
        new AddRoot(add.source, "a", "/docs", false), new AddRoot(add.source, "b", "/docs", false))));

    assertThat(add.items).extracting(item -> AddBench.word(item.outcome())).containsExactly("added", "NAME_TAKEN");
    assertThat(add.mirror().visible("/docs/x")).contains("first");
  }

  @Test
  void twoSourcesThatThePreparerGivesOneNameAreOneTooMany() {
    add.preparer = new Upper();
    add.source.file("a.md", "first").file("A.MD", "second");

    add.add();

    assertThat(add.items).extracting(AddItem::path).containsExactly("/A.MD", "/A.MD");
    assertThat(add.items).extracting(item -> AddBench.word(item.outcome())).containsExactly("added", "NAME_TAKEN");
    assertThat(add.mirror().visible("/A.MD")).contains("SECOND");
  }

  @Test
  void namesThatTheFileSystemFoldsAreFoundBeforeAnythingIsPrepared() {
    add.identity = InMemoryMirror.identity("/", new Folding(true, true));
    add.source.file("Readme", "1").file("readme", "2").file("caf\u00e9", "3").file("cafe\u0301", "4");

    AddReport report = add.add();

    assertThat(report.added()).isEqualTo(2);
    assertThat(add.words().values()).containsExactlyInAnyOrder("added", "NAME_TAKEN", "added", "NAME_TAKEN");
    assertThat(add.source.opened()).isEqualTo(2);
  }

  @Test
  void aFileAndADirectoryOfOneNameDoNotReplaceEachOther() {
    add.bench.remote().put("/dir/file", "x");
    add.bench.remote().put("/plain", "x");
    add.bench.cloned();
    add.source.file("dir", "1").file("plain/below", "2");

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/dir", "NAME_TAKEN", "/plain/below", "NAME_TAKEN"));
  }

  @Test
  void whatCannotBeAddedFailsAtItsOwnPlaceAndTheRestGoesOn() {
    add.source.file("a", "1").other("b", Refusal.UNREADABLE).other("c", Refusal.SYMBOLIC_LINK)
        .other("d", Refusal.SPECIAL_FILE).file("x".repeat(300), "long").file("z", "2");

    AddReport report = add.add();

    assertThat(report.added()).isEqualTo(2);
    assertThat(report.failed()).isEqualTo(4);
    assertThat(add.items).extracting(item -> AddBench.word(item.outcome())).containsExactly(
        "added", "UNREADABLE", "SYMBOLIC_LINK", "SPECIAL_FILE", "UNMAPPABLE", "added");
  }

  @Test
  void theControlDirectoryIsNoTarget() {
    add.source.file("x", "1");

    add.add(add.request("/.cistern"));

    assertThat(add.words()).isEqualTo(Map.of("/.cistern/x", "UNMAPPABLE"));
  }

  @Test
  void otherBytesOverRemoteFilesAreChangesBasedOnTheirRevision() {
    add.bench.remote().put("/here", "remote");
    add.bench.remote().put("/there", "remote");
    add.bench.cloned();
    add.bench.hydrated(new io.cistern.domain.placeholder.Selection.Named(List.of("/here")));
    String revision = add.bench.entry("/here").revision().orElseThrow().value();
    add.source.file("here", "mine").file("there", "mine, too");

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/here", "replaced", "/there", "replaced"));
    assertThat(add.bench.states())
        .containsEntry("/here", PathState.MODIFIED).containsEntry("/there", PathState.MODIFIED);
    assertThat(add.bench.entry("/here").revision().orElseThrow().value()).isEqualTo(revision);
    assertThat(add.mirror().visible("/there")).contains("mine, too");
  }

  @Test
  void theRemotesOwnBytesHydrateAPlaceholder() {
    add.bench.remote().put("/a", "remote");
    add.bench.cloned();
    add.source.file("a", "remote");

    add.add();

    assertThat(add.bench.states()).containsEntry("/a", PathState.HYDRATED);
  }

  @Test
  void aPersonsUnnoticedEditKeepsTheNameAndIsReplacedWhenAskedForAgain() {
    add.bench.remote().put("/a", "remote");
    add.bench.cloned();
    add.bench.hydrated(new io.cistern.domain.placeholder.Selection.Everything());
    add.mirror().personWrites("/a", "my own work");
    add.source.file("a", "added");

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/a", "CHANGED_HERE"));
    assertThat(add.mirror().visible("/a")).contains("my own work");
    assertThat(add.bench.states()).containsEntry("/a", PathState.MODIFIED);
    assertThat(add.leftStaged()).isEmpty();
    add.add();
    assertThat(add.words()).isEqualTo(Map.of("/a", "replaced"));
  }

  @Test
  void aFileThatLiesInTheMirrorIsRegisteredWhereItLies() {
    add.mirror().personWrites("/docs/new", "written here");
    add.source.file("docs/new", "written here");

    add.add(AddRequest.of(List.of(new AddRoot(add.source, "docs", "/docs", true))));

    assertThat(add.words()).isEqualTo(Map.of("/docs/new", "added"));
    assertThat(add.bench.entry("/docs/new").state()).isEqualTo(PathState.ADDED);
    assertThat(add.bench.entry("/docs/new").memo()).isPresent();
    assertThat(add.source.opened()).isZero();
  }

  @Test
  void aRehearsalTellsTheSameAndChangesNothing() {
    add.bench.remote().put("/b", "remote");
    add.bench.cloned();
    add.source.file("a", "1").file("b", "2").other("c", Refusal.SYMBOLIC_LINK);
    int appends = add.mirror().appends();

    AddReport report = add.addFiles().plan(add.request(""), add.items::add, Progress.silent(), add.stop);

    assertThat(add.words()).isEqualTo(Map.of("/a", "added", "/b", "replaced", "/c", "SYMBOLIC_LINK"));
    assertThat(report.candidates()).isEqualTo(3);
    assertThat(add.mirror().appends()).isEqualTo(appends);
    assertThat(add.leftStaged()).isEmpty();
  }

  @Test
  void aPreparerConvertsInItsOwnWorkroom() {
    add.preparer = new Upper();
    add.source.file("notes.txt", "quiet");

    add.add();

    assertThat(add.mirror().visible("/NOTES.TXT")).contains("QUIET");
    assertThat(add.spool.openRooms()).isZero();
  }

  @Test
  void nothingIsPreparedUnderTheMirrorLock() {
    List<Boolean> held = new CopyOnWriteArrayList<>();
    add.source.onOpen(_ -> held.add(Commits.heldHere()));
    add.source.file("a", "1").file("b", "2");

    add.add();

    assertThat(held).containsExactly(false, false);
  }

  @Test
  void aPreparerThatThrowsFailsThatFileOnly() {
    add.preparer = new Upper();
    add.source.file("a", "fail").file("b", "fine");

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/A", "NOT_PREPARED", "/B", "added"));
    assertThat(add.spool.openRooms()).isZero();
    assertThat(add.leftStaged()).isEmpty();
  }

  @Test
  void filesOfADatabaseAreOneGroup() {
    add.source.file("app.db", "1").file("app.db-wal", "2").file("app.db-shm", "3").file("app.dbx", "4");
    long groups = add.mirror().manifest().at().number();

    add.add();

    assertThat(add.mirror().records().stream().filter(LogRecord.Switched.class::isInstance).count()).isEqualTo(4);
    assertThat(add.items).extracting(AddItem::path)
        .containsExactly("/app.db", "/app.db-shm", "/app.db-wal", "/app.dbx");
    assertThat(add.mirror().manifest().at().number()).isEqualTo(groups + 2);
  }

  @Test
  void filesThatWereAddedTogetherAreTakenBackTogether() {
    add.source.file("a", "1").file("b", "2").file("c", "3");
    add.add();
    long last = add.mirror().manifest().at().number();

    assertThat(undo().undo(Optional.empty()).done()).isEqualTo(3);
    assertThat(add.mirror().visibleNames()).isEmpty();

    add.add();
    assertThat(undo().undo(Optional.of(new Sequence(add.mirror().manifest().at().number() - 1))).done()).isEqualTo(1);
    assertThat(add.mirror().visibleNames()).containsExactlyInAnyOrder("/a", "/c");
    assertThat(add.mirror().manifest().at().number()).isGreaterThan(last);
  }

  private Undo undo() {
    return new Undo(
        add.mirror().commits(), add.mirror().manifest(), add.mirror().history(), add.mirror().tree(),
        add.mirror().staging(), add.mirror().trash(), add.bench.clock());
  }

  @Test
  void aDatabaseIsNotAddedWithoutWhatLiesBesideIt() {
    add.source.file("app.db", "1").other("app.db-wal", Refusal.UNREADABLE);

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/app.db", "UNREADABLE", "/app.db-wal", "UNREADABLE"));
    assertThat(add.mirror().visible("/app.db")).isEmpty();
  }

  @Test
  void aDatabaseThatIsReplacedTakesWithItWhatTheNewOneComesWithout() {
    add.source.file("app.db", "1").file("app.db-wal", "2").file("app.db-shm", "3").file("app.db-journal2", "4");
    add.add();
    long groups = add.mirror().manifest().at().number();
    add.source.file("app.db", "new");
    add.source.remove("app.db-wal");
    add.source.remove("app.db-shm");

    add.add();

    assertThat(add.mirror().visibleNames()).containsExactlyInAnyOrder("/app.db", "/app.db-journal2");
    assertThat(add.bench.states()).doesNotContainKeys("/app.db-wal", "/app.db-shm");
    assertThat(add.mirror().manifest().at().number()).as("one group").isEqualTo(groups + 1);
    assertThat(add.items.getFirst().warning()).get().asString().contains("/app.db-wal", "/app.db-shm", "trash");
    undo().undo(Optional.empty());
    assertThat(add.mirror().visible("/app.db")).contains("1");
    assertThat(add.mirror().visible("/app.db-wal")).contains("2");
    assertThat(add.mirror().visible("/app.db-shm")).contains("3");
  }

  @Test
  void aDatabaseIsNotPutBesideALogThatNobodyAdded() {
    add.mirror().personWrites("/app.db-wal", "a person's");
    add.source.file("app.db", "SQLite format 3\0 and so on").file("notes", "no database");
    add.mirror().personWrites("/notes-journal", "a person's");

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/app.db", "CHANGED_HERE", "/notes", "added"));
    assertThat(add.mirror().visibleNames()).containsExactlyInAnyOrder("/app.db-wal", "/notes", "/notes-journal");
  }

  @Test
  void nothingToAddIsNothing() {
    assertThat(add.add()).isEqualTo(AddReport.NONE);
  }

  @Test
  void aDeadlineThatHasPassedEndsTheRunBetweenTwoFiles() {
    add.source.file("a", "1");
    AddRequest late = new AddRequest(
        add.request("").roots(), FilePreparer.IDENTITY, new Deadline(add.bench.clock().instant()));

    AddReport report = add.add(late);

    assertThat(report.endedEarly()).isPresent();
    assertThat(report.failed()).isEqualTo(1);
    assertThat(add.mirror().visible("/a")).isEmpty();
  }

  private List<String> added() {
    return add.mirror().records().stream()
        .filter(LogRecord.Switched.class::isInstance)
        .map(record -> ((LogRecord.Switched) record).publication().path().value())
        .filter(path -> path.startsWith("/d/"))
        .toList();
  }
}
