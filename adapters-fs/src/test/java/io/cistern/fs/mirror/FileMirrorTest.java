package io.cistern.fs.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.MirrorParts;
import io.cistern.application.commit.Change;
import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.commit.Recovery;
import io.cistern.application.port.Manifest;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.Survivors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMirrorTest {
  private static final List<String> MADE =
      List.of("mirror.json", "log", "staging", "trash", "quarantine", "locks", "room", "room-1", "room-2", "room-3");

  private static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws").orElseThrow();
  private static final MirrorHost HOST = MirrorHost.system("test");
  private static final WorkspacePath PATH = WorkspacePath.parse("/docs/plan.md").orElseThrow();
  private static final Instant EDITED = Instant.parse("2026-01-02T03:04:05.006Z");

  @TempDir
  Path root;

  @Test
  void aPlaceholderIsAnEmptyFileAndHydratingItGivesItTheBytes() throws IOException {
    try (FileMirror mirror = created(); Commits commits = commits(mirror.parts())) {
      commits.commit(placeholder());
      assertThat(root.resolve("docs/plan.md")).isEmptyFile();

      CommitResult result = commits.commit(hydration(mirror.parts(), "hello"));

      assertThat(result).isInstanceOf(CommitResult.Done.class);
      assertThat(root.resolve("docs/plan.md")).hasContent("hello");
      assertThat(Files.getLastModifiedTime(root.resolve("docs/plan.md")).toInstant()).isEqualTo(EDITED);
      assertThat(state(mirror.parts().manifest())).contains(PathState.HYDRATED);
    }
  }

  @Test
  void aReaderSeesWhatWasCommittedAndWritesNothing() throws IOException {
    try (FileMirror mirror = created(); Commits commits = commits(mirror.parts())) {
      commits.commit(placeholder());
      commits.commit(hydration(mirror.parts(), "hello"));
    }
    try (FileMirror reader = FileMirror.open(root, HOST)) {
      Manifest manifest = reader.parts().reader().read().manifest();

      assertThat(state(manifest)).contains(PathState.HYDRATED);
      assertThat(manifest.counts().hydratedBytes()).isEqualTo(5);
    }
    try (var left = Files.list(root.resolve(".cistern/staging"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void anEditOfAPlaceholderIsNeverOverwritten() throws IOException {
    try (FileMirror mirror = created(); Commits commits = commits(mirror.parts())) {
      commits.commit(placeholder());
      Change hydration = hydration(mirror.parts(), "theirs");
      Files.writeString(root.resolve("docs/plan.md"), "mine");

      CommitResult result = commits.commit(hydration);

      assertThat(result).isInstanceOfSatisfying(
          CommitResult.Done.class,
          done -> assertThat(done.outcomes()).singleElement().isInstanceOf(Outcome.Yielded.class));
      assertThat(root.resolve("docs/plan.md")).hasContent("mine");
      assertThat(state(mirror.parts().manifest())).contains(PathState.MODIFIED);
    }
  }

  @Test
  void aNameThatMayNotBeSwitchedStaysAPlaceholderAndStopsNobody() {
    ManualClock clock = new ManualClock();
    MirrorHost host = new MirrorHost(clock, new ManualPauses(clock), new Random(7)::nextLong, "test");
    SimDisk disk = new SimDisk(SimOptions.PLAIN, clock);
    FileMirror.createOn(disk.process("A"), "http://127.0.0.1:1", WORKSPACE, "/", host);
    try (FileMirror mirror = FileMirror.over(disk.process("A"), root, host);
        Commits commits = commits(mirror.parts())) {
      commits.commit(placeholder());
      disk.failWhen(step -> step.what().equals("exchange"), DiskException.Kind.NO_ACCESS);

      commits.commit(hydration(mirror.parts(), "hello"));

      assertThat(state(mirror.parts().manifest())).contains(PathState.PLACEHOLDER);
      assertThat(mirror.parts().log().unretired()).isEmpty();
      disk.failNoMore();
      commits.commit(hydration(mirror.parts(), "hello"));
      assertThat(state(mirror.parts().manifest())).contains(PathState.HYDRATED);
    }
  }

  @Test
  void aSecondProcessGoesOnWhereTheFirstStopped() {
    try (FileMirror first = created();
        Commits commits = commits(first.parts());
        FileMirror second = FileMirror.open(root, HOST);
        Commits others = commits(second.parts())) {
      commits.commit(placeholder());

      others.commit(hydration(second.parts(), "hello"));
      commits.catchUp();

      assertThat(state(first.parts().manifest())).contains(PathState.HYDRATED);
    }
  }

  @Test
  void makingTheSameMirrorAgainOpensIt() {
    created().close();

    try (FileMirror again = created()) {
      assertThat(again.parts().identity().workspace()).isEqualTo(WORKSPACE);
    }
  }

  @Test
  void aMirrorWhoseMakingIsCutIsNoMirrorOrAWholeOne() {
    ManualClock clock = new ManualClock();
    MirrorHost host = new MirrorHost(clock, new ManualPauses(clock), new Random(7)::nextLong, "test");
    SimDisk whole = new SimDisk(SimOptions.PLAIN, clock);
    FileMirror.createOn(whole.process("A"), "http://127.0.0.1:1", WORKSPACE, "/", host);
    long steps = whole.steps();

    for (long step = 1; step <= steps; step++) {
      SimDisk killed = new SimDisk(SimOptions.PLAIN, clock);
      killed.killAt(step);
      endsEarly(killed, host);
      isNoneOrWhole(killed, host, "killed before step " + step);

      SimDisk cut = new SimDisk(SimOptions.PLAIN, clock);
      cut.powerCutAt(step);
      endsEarly(cut, host);
      for (Survivors.Choice choice : cut.survivors(16, step).choices()) {
        isNoneOrWhole(
            cut.afterPowerCut(choice), host, "power cut before step " + step + ", " + cut.describe(choice));
      }
    }
  }

  private static void endsEarly(SimDisk disk, MirrorHost host) {
    assertThatThrownBy(() -> FileMirror.createOn(disk.process("A"), "http://127.0.0.1:1", WORKSPACE, "/", host))
        .as("ends before its last step")
        .isNotNull();
  }

  private void isNoneOrWhole(SimDisk disk, MirrorHost host, String where) {
    try (FileMirror found = FileMirror.over(disk.process("B"), root, host)) {
      assertThat(found.parts().reader().read().recoveryDue()).as(where).isFalse();
    } catch (CisternException none) {
      assertThat(none.failure()).as(where).isInstanceOf(Failure.NoMirror.class);
    }
    WorkspaceId other = WorkspaceId.parse("ws_2").orElseThrow();
    boolean none = new IdentityFile(disk.process("B")).read().isEmpty();
    FileMirror.createOn(disk.process("B"), "http://127.0.0.1:1", none ? other : WORKSPACE, "/", host);
    try (FileMirror made = FileMirror.over(disk.process("B"), root, host);
        Commits commits = commits(made.parts())) {
      assertThat(commits.commit(placeholder())).as(where).isInstanceOf(CommitResult.Done.class);
    }
    assertThat(namesInControl(disk)).as(where).containsExactlyInAnyOrderElementsOf(MADE);
  }

  @Test
  void whatACutMakingLeftIsClearedAndNothingElseIs() throws DiskException {
    ManualClock clock = new ManualClock();
    MirrorHost host = new MirrorHost(clock, new ManualPauses(clock), new Random(7)::nextLong, "test");
    SimDisk disk = new SimDisk(SimOptions.PLAIN, clock);
    Disk process = disk.process("A");
    process.makeDirectory(".cistern", 0700);
    List<String> theirs = List.of("config.toml", "mirror.json.tmp", "probe-case", "probe-zz-case", "probe-7-mine");
    List<String> left =
        List.of("mirror.json.7f.tmp", "probe-7f-case", "probe-7f-CASE", "probe-7f-\u00e9", "probe-7f-e\u0301");
    for (List<String> names : List.of(theirs, left)) {
      for (String name : names) {
        process.create(".cistern/" + name).close();
      }
    }

    FileMirror.createOn(process, "http://127.0.0.1:1", WORKSPACE, "/", host);

    assertThat(namesInControl(disk)).containsAll(theirs).doesNotContainAnyElementsOf(left);
  }

  private static List<String> namesInControl(SimDisk disk) {
    try {
      return disk.process("looking").list(".cistern").stream().map(DirectoryEntry::name).toList();
    } catch (DiskException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void aMirrorOfAnotherWorkspaceIsRefused() {
    created().close();
    WorkspaceId other = WorkspaceId.parse("other").orElseThrow();

    assertThatThrownBy(() -> FileMirror.create(root, "http://127.0.0.1:1", other, "/", HOST))
        .isInstanceOfSatisfying(
            CisternException.class, refused -> assertThat(refused.failure()).isInstanceOf(Failure.Usage.class));
  }

  @Test
  void aDirectoryWithoutAMirrorIsNone() {
    assertThat(FileMirror.isMirror(root)).isFalse();
    assertThatThrownBy(() -> FileMirror.open(root, HOST)).isInstanceOfSatisfying(
        CisternException.class, refused -> assertThat(refused.failure()).isInstanceOf(Failure.NoMirror.class));
  }

  @Test
  void aMirrorWhoseMakingWasCutIsNoneUntilItIsMadeAgain() {
    ManualClock clock = new ManualClock();
    MirrorHost host = new MirrorHost(clock, new ManualPauses(clock), new Random(7)::nextLong, "test");
    for (String cutAt : List.of("reserve", "rename", "replace")) {
      SimDisk disk = new SimDisk(SimOptions.PLAIN, clock);
      disk.failWhen(step -> step.what().equals(cutAt) && step.name().contains("/log/"), DiskException.Kind.NO_SPACE);
      assertThatThrownBy(() -> FileMirror.createOn(disk.process("A"), "http://127.0.0.1:1", WORKSPACE, "/", host))
          .isInstanceOfSatisfying(CisternException.class,
              full -> assertThat(full.failure()).isInstanceOf(Failure.LocalDiskFull.class));
      assertThatThrownBy(() -> FileMirror.over(disk.process("B"), root, host)).isInstanceOfSatisfying(
          CisternException.class, none -> assertThat(none.failure()).isInstanceOf(Failure.NoMirror.class));

      disk.failNoMore();
      WorkspaceId other = WorkspaceId.parse("other").orElseThrow();
      FileMirror.createOn(disk.process("C"), "http://127.0.0.1:1", other, "/", host);

      try (FileMirror mirror = FileMirror.over(disk.process("C"), root, host);
          Commits commits = commits(mirror.parts())) {
        commits.commit(placeholder());
        assertThat(mirror.parts().identity().workspace()).isEqualTo(other);
        assertThat(state(mirror.parts().manifest())).contains(PathState.PLACEHOLDER);
      }
    }
  }

  private FileMirror created() {
    return FileMirror.create(root, "http://127.0.0.1:1", WORKSPACE, "/", HOST);
  }

  private static Commits commits(MirrorParts parts) {
    return new Commits(
        parts.lock(), parts.log(), parts.manifest(), parts.staging(), parts.tree(), parts.clock(),
        Duration.ofSeconds(10), (Recovery recovery) -> {});
  }

  private static Optional<PathState> state(Manifest manifest) {
    return manifest.find(PATH.value()).map(PathEntry::state);
  }

  private static Change placeholder() {
    return change(new Publication(PATH, new Expected.Absent(), new Target.Placeholder()),
        entry(PathState.PLACEHOLDER, 0));
  }

  private static Change hydration(MirrorParts parts, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    StagedContent staged = parts.staging().stage(new ByteArrayInputStream(bytes), EDITED, Deadline.NEVER);
    parts.staging().force(List.of(staged));
    return change(
        new Publication(PATH, new Expected.Placeholder(), new Target.Bytes(staged)),
        entry(PathState.HYDRATED, bytes.length));
  }

  private static Change change(Publication publication, PathEntry after) {
    return new Change() {
      @Override
      public Set<String> names() {
        return Set.of(PATH.value());
      }

      @Override
      public Optional<RecordGroup> decide(Manifest manifest) {
        return Optional.of(
            RecordGroup.of(new LogRecord.Switched(publication, Optional.of(after), Origin.HYDRATE)));
      }
    };
  }

  private static PathEntry entry(PathState state, long size) {
    return new PathEntry(
        PATH.value(), state, Optional.of(new Revision("rev_1")), Optional.of(new ContentHash(1, 2, 3, 4)), size,
        Optional.of(EDITED), Optional.empty(), Optional.empty());
  }
}
