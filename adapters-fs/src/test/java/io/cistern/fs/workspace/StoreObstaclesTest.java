package io.cistern.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.port.WorkspaceStore.Precondition;
import io.cistern.application.port.WorkspaceStore.Reading;
import io.cistern.application.port.WorkspaceStore.Skipped;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.application.port.WorkspaceStore.Write;
import io.cistern.application.port.WorkspaceStore.WriteOutcome;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a directory can hold against its being served. */
final class StoreObstaclesTest {
  private final ManualClock clock = new ManualClock();
  private final SimDisk served = new SimDisk(SimOptions.PLAIN, clock);
  private final SimDisk state = new SimDisk(SimOptions.PLAIN, clock);
  private WorkspaceStore store;

  @BeforeEach
  void open() {
    store = WorkspaceOpening.of(served.process("store"), state.process("store"), clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void look() {
    clock.advance(Duration.ofMinutes(1));
    store.refresh();
  }

  private List<String> files() {
    List<String> names = new ArrayList<>();
    for (Optional<StoredFile> file = store.fileAtOrAfter("/"); file.isPresent(); file =
        store.fileAtOrAfter(names.getLast() + "\0")) {
      names.add(file.get().path().value());
    }
    return names;
  }

  private List<String> history() {
    return store.changesAfter(0, 1000).stream().map(change -> change.kind() + " " + change.path()).toList();
  }

  private static WorkspacePath path(String text) {
    return WorkspacePath.parse(text).orElseThrow();
  }

  private WriteOutcome put(String path, String text) {
    Write wish = new Write.Put(path(path),
        store.receive(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))), false, Optional.empty(),
        new Precondition.Anything(), Optional.empty());
    return store.apply(List.of(wish), "c").getFirst();
  }

  @Test
  void reportsWhatItLeavesOutAndOpensNoneOfIt() {
    served.person().write("real", "x");
    served.person().fifo("pipe");
    served.person().symbolicLink("link", "real");
    served.person().rawName("", new byte[]{'b', (byte) 0xff});
    look();

    assertThat(files()).containsExactly("/real");
    assertThat(store.skipped()).extracting(Skipped::name).containsExactlyInAnyOrder("pipe", "link", "62ff");
    assertThat(served.trace()).filteredOn(step -> step.what().startsWith("open"))
        .allSatisfy(step -> assertThat(step.name()).isEqualTo("real"));
    assertThat(store.open(path("/pipe"))).isEqualTo(new Reading.Absent());
  }

  @Test
  void takesAnUnreadableDirectoryForNeitherThereNorGone() {
    served.person().makeDirectory("closed");
    served.person().write("closed/known", "x");
    served.person().write("open", "x");
    look();
    served.deny("closed", Kind.NO_ACCESS);
    served.person().write("open2", "x");
    look();

    assertThat(history()).containsExactly("CREATED /closed/known", "CREATED /open", "CREATED /open2");
    assertThat(store.skipped()).extracting(Skipped::name).containsExactly("closed");
    served.allow("closed");
    look();
    assertThat(store.skipped()).isEmpty();
    assertThat(files()).containsExactly("/closed/known", "/open", "/open2");
  }

  @Test
  void servesNoFileThatItMayNotRead() {
    served.person().write("secret", "x");
    served.failWhen(step -> step.what().startsWith("open") && step.name().equals("secret"), Kind.NO_ACCESS);
    look();

    assertThat(files()).isEmpty();
    assertThat(store.skipped()).extracting(Skipped::name).containsExactly("secret");
    assertThat(store.open(path("/secret"))).isInstanceOf(Reading.Unreadable.class);
  }

  @Test
  void saysThatTheDiskIsFullAndKeepsWhatItHad() {
    put("/a", "old");
    served.failWhen(step -> step.what().equals("write"), Kind.NO_SPACE);

    assertThatThrownBy(() -> put("/a", "new")).isInstanceOfSatisfying(
        CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.LocalDiskFull.class));
    served.failNoMore();
    look();
    assertThat(history()).containsExactly("CREATED /a");
    assertThat(served.person().text("a")).isEqualTo("old");
    assertThat(served.tree()).hasSize(1);
  }

  @Test
  void tellsTheTruthAfterAChangeThatCouldNotBeShown() {
    put("/a", "old");
    served.failWhen(step -> step.what().equals("replace"), Kind.NO_ACCESS);

    assertThat(put("/a", "new")).isInstanceOf(WriteOutcome.Blocked.class);
    served.failNoMore();
    look();
    StoredFile file = store.find(path("/a")).orElseThrow();
    assertThat(file.size()).isEqualTo(3);
    assertThat(store.changesBefore(Long.MAX_VALUE, 1)).extracting(StoredChange::number)
        .containsExactly(file.number());
    assertThat(history()).containsExactly("CREATED /a", "UPDATED /a", "UPDATED /a");
    assertThat(served.person().text("a")).isEqualTo("old");
  }

  @Test
  void keepsItsHandsOffReservedNames() {
    assertThat(put("/.cistern-serve-x", "x")).isInstanceOf(WriteOutcome.Blocked.class);
    served.person().write(".cistern-serve-someone", "x");
    look();

    assertThat(files()).isEmpty();
    assertThat(served.person().exists(".cistern-serve-someone")).isTrue();
  }
}
