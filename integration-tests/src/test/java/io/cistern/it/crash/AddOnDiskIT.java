package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.inspect.ShowLog;
import io.cistern.application.mutate.add.AddItem;
import io.cistern.application.mutate.add.AddReport;
import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.mutate.add.AddRoot;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.port.FilePreparer;
import io.cistern.application.testing.FakeRemote;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.MemorySource;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimStep;
import io.cistern.fs.tree.DirectorySource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pipeline of {@code add} over the product's own adapters: files of this machine into a mirror on it. */
class AddOnDiskIT {
  private static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws").orElseThrow();
  private static final int FILES = 60;

  @TempDir
  private Path base;

  private final AtomicInteger prepared = new AtomicInteger();
  private final List<AddItem> items = new ArrayList<>();
  private FileMirror files;
  private Mirror mirror;
  private DirectorySource source;

  @BeforeEach
  void open() throws IOException {
    Path from = Files.createDirectories(base.resolve("from/sub"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(from.resolve("f%02d".formatted(i)), "text " + i);
    }
    MirrorHost host = MirrorHost.system("add test");
    files = FileMirror.create(Files.createDirectory(base.resolve("m")), "http://127.0.0.1:1", WORKSPACE, "/", host);
    mirror = new Mirror(files.parts(), new FakeRemote(), MirrorSettings.DEFAULTS);
    source = DirectorySource.open(base.resolve("from"), host.clock());
  }

  @AfterEach
  void close() throws IOException {
    mirror.close();
    source.close();
    files.close();
    try (Stream<Path> staged = Files.list(base.resolve("m/.cistern/staging"))) {
      assertThat(staged).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void filesThatArePreparedTogetherAreCommittedInScanOrder(int jobs) {
    CyclicBarrier together = new CyclicBarrier(jobs);

    AddReport report = add(jobs, preparing(() -> await(together)));

    assertThat(report.added()).isEqualTo(FILES);
    assertThat(items).extracting(AddItem::path).hasSize(FILES).isSorted();
    List<String> logged = new ArrayList<>();
    ShowLog.Report _ =
        mirror.history(Sequence.NONE, group -> group.entries().forEach(each -> logged.add(each.name())));
    assertThat(logged).isEqualTo(items.stream().map(AddItem::path).toList());
    for (int i = 0; i < FILES; i++) {
      assertThat(base.resolve("m/sub/f%02d".formatted(i))).hasContent("text " + i);
    }
    assertThat(mirror.verify(finding -> {}).needsAttention()).isFalse();
  }

  @Test
  void anInterruptedBatchKeepsWhatIsDoneAndLeaksNothing() throws IOException {
    CountDownLatch told = new CountDownLatch(6);

    AddReport report = mirror.add(
        new AddRequest(List.of(new AddRoot(source, "", "", false)), preparing(() -> waitsFrom(40, told)),
            Deadline.NEVER),
        new AddSettings(3), item -> {
          items.add(item);
          if (items.size() == 6) {
            mirror.close();
          }
          told.countDown();
        });

    assertThat(report.endedEarly()).containsInstanceOf(Failure.Interrupted.class);
    assertThat(report.added()).isBetween(6L, FILES - 1L);
    assertThat(report.added() + report.failed()).isEqualTo(FILES);
    assertThat(mirror.status().paths().of(PathState.ADDED)).isEqualTo(report.added());
    try (Stream<Path> staged = Files.walk(base.resolve("m/.cistern/staging"))) {
      assertThat(staged.map(file -> file.getFileName().toString())).noneMatch(name -> name.matches("[0-9]+"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void nothingIsWrittenUnderAVisibleNameHoweverFewArePreparedAtOnce(int jobs) {
    ManualClock clock = new ManualClock();
    SimDisk disk = new SimDisk(SimOptions.PLAIN, clock);
    SimMirror.create(disk);
    SimMirror inside = SimMirror.open(disk, "A", Outfit.at(clock));
    MemorySource memory = new MemorySource(clock).file("a", "1").file("b", "2").file("c", "3");
    try (Mirror simulated = new Mirror(inside.parts(), new FakeRemote(), MirrorSettings.DEFAULTS)) {
      simulated.add(
          AddRequest.of(List.of(new AddRoot(memory, "", "", false))), new AddSettings(jobs), items::add);
    }

    assertThat(Oracle.visible(disk).keySet()).containsExactly("/a", "/b", "/c");
    List<SimStep> steps = disk.trace().stream().filter(step -> step.process().equals("A")).toList();
    assertThat(steps).filteredOn(step -> step.what().equals("write") || step.what().equals("create"))
        .isNotEmpty()
        .allMatch(step -> step.name().startsWith(".cistern/"));
    assertThat(steps).filteredOn(step -> step.what().equals("create"))
        .filteredOn(step -> step.name().matches("\\.cistern/staging/.*/[0-9]+"))
        .hasSize(3);
  }

  private AddReport add(int jobs, FilePreparer preparer) {
    return mirror.add(
        new AddRequest(List.of(new AddRoot(source, "", "", false)), preparer, Deadline.NEVER), new AddSettings(jobs),
        items::add);
  }

  private static FilePreparer preparing(Runnable meanwhile) {
    return new FilePreparer() {
      @Override
      public String targetName(String name) {
        return name;
      }

      @Override
      public boolean keepsBytes(String name) {
        return true;
      }

      @Override
      public InputStream prepare(Original file, Workroom own) {
        meanwhile.run();
        return file.body();
      }
    };
  }

  /** Lets some go on, and those after them when enough is told. */
  private void waitsFrom(int number, CountDownLatch told) {
    if (prepared.incrementAndGet() > number) {
      try {
        assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException unexpected) {
        throw new AssertionError(unexpected);
      }
    }
  }

  /** Goes on when as many as there are jobs are here at once. */
  private static void await(CyclicBarrier together) {
    try {
      together.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
      throw new AssertionError("they are not prepared at once", alone);
    }
  }
}
