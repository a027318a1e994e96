package io.cistern.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.contract.WorkspaceStoreContract;
import io.cistern.application.port.Semantics;
import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.port.WorkspaceStore.ContentIdentity;
import io.cistern.application.port.WorkspaceStore.Precondition;
import io.cistern.application.port.WorkspaceStore.Skipped;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.application.port.WorkspaceStore.Write;
import io.cistern.application.port.WorkspaceStore.WriteOutcome;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryWorkspaceStoreTest extends WorkspaceStoreContract {
  @TempDir
  Path temporary;

  private Path directory;
  private Path state;

  @Override
  protected WorkspaceStore empty() throws IOException {
    directory = Files.createDirectories(temporary.resolve("served"));
    state = temporary.resolve("state/of/it");
    // File times are the machine's, so the store's clock starts there too.
    clock.advanceTo(Instant.now());
    return DirectoryWorkspaceStore.open(directory, state, clock);
  }

  private void place(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Lets the next refresh look again. */
  private void look() {
    clock.advance(Duration.ofMinutes(1));
    store.refresh();
  }

  /** Until what is written now is written later, by the times that files get, than what was written before. */
  private void untilTheFileSystemsClockTicks() throws IOException {
    Path probe = temporary.resolve("probe");
    FileTime before = Files.getLastModifiedTime(Files.writeString(probe, ""));
    while (Files.getLastModifiedTime(Files.writeString(probe, "x")).equals(before)) {
      Thread.onSpinWait();
    }
  }

  private void restart() {
    store.close();
    store = DirectoryWorkspaceStore.open(directory, state, clock);
  }

  private List<String> history() {
    return store.changesAfter(0, 1000).stream().map(change -> change.kind() + " " + change.path()).toList();
  }

  private List<String> onDisk() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).map(file -> directory.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void servesWhatLiesInTheDirectoryInByteOrder() throws IOException {
    place("b.txt", "b");
    place("a/x", "x");
    place("a-b", "y");
    look();

    assertThat(files()).containsExactly("/a-b", "/a/x", "/b.txt");
    assertThat(store.changesAfter(0, 10)).extracting(StoredChange::number).containsExactly(1L, 2L, 3L);
    assertThat(store.changesAfter(0, 10)).noneMatch(StoredChange::byAgent);
    assertThat(store.find(path("/b.txt")).orElseThrow().contentType()).isEqualTo("text/plain");
  }

  @Test
  void writesIntoTheDirectoryWhatClientsWriteAndNothingElse() throws IOException {
    written("/deep/er/file", "content");

    assertThat(onDisk()).containsExactly("deep/er/file");
    assertThat(directory.resolve("deep/er/file")).hasContent("content");
    assertThat(Files.getPosixFilePermissions(directory.resolve("deep/er/file")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void keepsTheModeOfAFileThatItReplaces() throws IOException {
    place("run.sh", "1");
    Files.setPosixFilePermissions(directory.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));

    written("/run.sh", "2");

    assertThat(Files.getPosixFilePermissions(directory.resolve("run.sh")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
  }

  @Test
  void removesTheDirectoriesThatARemovalLeavesEmpty() throws IOException {
    written("/a/b/c", "x");
    written("/a/d", "x");

    store.apply(List.of(new Write.Remove(path("/a/b/c"), new Precondition.Anything())), "c");

    assertThat(directory.resolve("a/b")).doesNotExist();
    assertThat(directory.resolve("a/d")).exists();
  }

  @Test
  void makesChangesOfWhatSomebodyDoesInTheDirectory() throws IOException {
    place("a", "1");
    look();
    place("a", "twelve");
    place("b", "new");
    look();
    Files.delete(directory.resolve("a"));
    look();

    assertThat(history()).containsExactly("CREATED /a", "UPDATED /a", "CREATED /b", "DELETED /a");
  }

  @Test
  void noticesAnEditThatChangesNeitherLengthNorTime() throws IOException {
    place("a", "one");
    FileTime then = Files.getLastModifiedTime(directory.resolve("a"));
    look();

    untilTheFileSystemsClockTicks();
    place("a", "two");
    Files.setLastModifiedTime(directory.resolve("a"), then);
    look();

    assertThat(textOf("/a")).isEqualTo("two");
    assertThat(history()).containsExactly("CREATED /a", "UPDATED /a");
  }

  @Test
  void makesNoChangeOfAFileThatIsOnlyTouched() throws IOException {
    place("a", "1");
    look();
    Files.setLastModifiedTime(directory.resolve("a"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    look();
    look();

    assertThat(history()).containsExactly("CREATED /a");
  }

  @Test
  void looksAtOneFileAnewWhenItIsAskedFor() throws IOException {
    place("a", "1");
    look();
    place("a", "other");

    assertThat(textOf("/a")).isEqualTo("other");
    assertThat(history()).containsExactly("CREATED /a", "UPDATED /a");
  }

  @Test
  void looksAtMostOnceASecond() throws IOException {
    look();
    place("a", "1");
    store.refresh();
    assertThat(files()).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    store.refresh();
    assertThat(files()).containsExactly("/a");
  }

  @Test
  void refusesToOverwriteAnEditThatItHadNotSeen() throws IOException {
    StoredChange first = written("/a", "mine");
    place("a", "a person's");

    WriteOutcome outcome =
        store.apply(List.of(wish("/a", "again mine", new Precondition.At(first.revision()))), "c").getFirst();

    assertThat(outcome).isInstanceOf(WriteOutcome.Conflict.class);
    assertThat(directory.resolve("a")).hasContent("a person's");
  }

  @Test
  void keepsRevisionsHistoryAndIdentitiesOverARestart() throws IOException {
    place("direct", "1");
    look();
    identified("/a", "1", "k1", Duration.ZERO);
    written("/b", "2");
    store.apply(List.of(new Write.Remove(path("/b"), new Precondition.Anything())), "c");
    List<StoredChange> before = store.changesAfter(0, 100);

    restart();
    look();

    assertThat(store.changesAfter(0, 100)).isEqualTo(before);
    assertThat(files()).containsExactly("/a", "/direct");
    assertThat(identified("/other", "3", "k1", Duration.ZERO)).isInstanceOf(WriteOutcome.Repeated.class);
    assertThat(written("/c", "4").number()).isEqualTo(before.getLast().number() + 1);
  }

  @Test
  void keepsWhatWasSaidAboutAFileOverEditsAndRestarts() throws IOException {
    Semantics said = new Semantics(Map.of("größe", "1"), List.of("a", "b"), List.of("public"), List.of("c"));
    store.apply(List.of(new Write.Put(path("/a"), kept("1"), false, Optional.empty(), said,
        new Precondition.Anything(), Optional.empty())), "c");
    place("b", "nothing said");
    place("a", "a person's");
    look();

    restart();

    assertThat(textOf("/a")).isEqualTo("a person's");
    assertThat(store.find(path("/a")).orElseThrow().semantics()).isEqualTo(said);
    assertThat(store.find(path("/b")).orElseThrow().semantics()).isEqualTo(Semantics.NONE);
  }

  @Test
  void hashesNothingAgainAfterARestart() throws IOException {
    place("a", "1");
    look();
    restart();
    // Contents that no memo shows: were the file read again, it would become a change.
    long number = store.find(path("/a")).orElseThrow().number();
    look();

    assertThat(store.find(path("/a")).orElseThrow().number()).isEqualTo(number);
    assertThat(history()).hasSize(1);
  }

  @Test
  void noticesAfterARestartWhatHappenedMeanwhile() throws IOException {
    written("/a", "1");
    written("/gone", "1");
    store.close();
    place("a", "edited");
    Files.delete(directory.resolve("gone"));
    place("fresh", "x");
    store = DirectoryWorkspaceStore.open(directory, state, clock);
    look();

    assertThat(history())
        .containsExactly("CREATED /a", "CREATED /gone", "DELETED /gone", "UPDATED /a", "CREATED /fresh");
  }

  @Test
  void servesNoLinkAndNoOddName() throws IOException {
    place("real", "x");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
    Files.createSymbolicLink(directory.resolve("elsewhere"), temporary);
    place(".CISTERN/x", "x");
    place(".cistern/token", "secret");
    look();

    assertThat(files()).containsExactly("/real");
    assertThat(store.skipped()).extracting(Skipped::name).containsExactlyInAnyOrder("link", "elsewhere", ".CISTERN");
    assertThat(store.open(path("/link"))).isEqualTo(new WorkspaceStore.Reading.Absent());
    assertThat(store.open(path("/elsewhere/state"))).isEqualTo(new WorkspaceStore.Reading.Absent());
    assertThat(store.apply(List.of(wish("/elsewhere/x", "x", new Precondition.Anything())), "c").getFirst())
        .isInstanceOf(WriteOutcome.Blocked.class);
    assertThat(store.apply(List.of(wish("/link", "x", new Precondition.Anything())), "c").getFirst())
        .isInstanceOf(WriteOutcome.Blocked.class);
    assertThat(directory.resolve("real")).hasContent("x");
  }

  @Test
  void neverShowsABodyThatIsStillOnItsWay() throws IOException {
    WorkspaceStore.Incoming body = kept("half");
    assertThat(onDisk()).singleElement().asString().startsWith(".cistern-serve-");
    look();

    assertThat(files()).isEmpty();
    assertThat(store.skipped()).isEmpty();
    assertThat(store.find(path("/" + onDisk().getFirst()))).isEmpty();
    body.close();
    assertThat(onDisk()).isEmpty();
  }

  @Test
  void dropsTheBodiesOfADeadProcess() throws IOException {
    WorkspaceStore.Incoming unused = kept("half");
    restart();

    assertThat(onDisk()).isEmpty();
  }

  @Test
  void concludesNothingFromADirectoryThatIsGone() throws IOException {
    place("a", "1");
    look();
    Files.delete(directory.resolve("a"));
    Files.delete(directory);

    clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> store.refresh()).isInstanceOf(CisternException.class);
    assertThat(history()).containsExactly("CREATED /a");
    Files.createDirectories(directory);
  }

  @Test
  void refusesAStateDirectoryInsideTheServedOne() {
    assertThatThrownBy(() -> DirectoryWorkspaceStore.open(directory, directory.resolve("x/state"), clock))
        .isInstanceOfSatisfying(
            CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Usage.class));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesAStateThatIsInUse() {
    assertThatThrownBy(() -> DirectoryWorkspaceStore.open(directory, state, clock))
        .isInstanceOfSatisfying(
            CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.MirrorInUse.class));
  }

  @Test
  void keepsAGapInTheNumbersAfterATornJournal() throws IOException {
    StoredChange first = written("/a", "1");
    store.close();
    Files.write(state.resolve("journal"), new byte[]{0, 0, 0, 9, 1}, java.nio.file.StandardOpenOption.APPEND);
    store = DirectoryWorkspaceStore.open(directory, state, clock);

    assertThat(history()).containsExactly("CREATED /a");
    assertThat(written("/b", "2").number()).isGreaterThan(first.number() + 1000);
    restart();
    assertThat(history()).containsExactly("CREATED /a", "CREATED /b");
  }

  @Test
  void rewritesAJournalThatIsMostlyAboutThePast() throws IOException {
    place("a", "1");
    look();
    for (int i = 0; i < 11_000; i++) {
      Files.setLastModifiedTime(directory.resolve("a"), FileTime.fromMillis(1_000_000L * i));
      store.find(path("/a"));
    }
    Semantics said = new Semantics(Map.of("k", "v"), List.of(), List.of(), List.of());
    store.apply(List.of(new Write.Put(path("/b"), kept("1"), false, Optional.empty(), said,
        new Precondition.Anything(), Optional.of(new ContentIdentity("mount-command", "k1", Duration.ZERO)))), "c");
    List<StoredChange> before = store.changesAfter(0, 10);
    long size = Files.size(state.resolve("journal"));

    restart();
    restart();

    assertThat(Files.size(state.resolve("journal"))).isLessThan(size / 100);
    assertThat(store.changesAfter(0, 10)).isEqualTo(before);
    assertThat(files()).containsExactly("/a", "/b");
    assertThat(store.find(path("/b")).orElseThrow().semantics()).isEqualTo(said);
    assertThat(identified("/c", "1", "k1", Duration.ZERO)).isInstanceOf(WriteOutcome.Repeated.class);
    assertThat(written("/d", "1").number()).isEqualTo(before.getLast().number() + 1);
  }
}
