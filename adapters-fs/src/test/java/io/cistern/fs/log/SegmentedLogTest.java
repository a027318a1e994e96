package io.cistern.fs.log;

import static io.cistern.fs.log.LogBench.HELD;
import static io.cistern.fs.log.LogBench.commit;
import static io.cistern.fs.log.LogBench.commitAndRetire;
import static io.cistern.fs.log.LogBench.hydration;
import static io.cistern.fs.log.LogBench.memo;
import static io.cistern.fs.log.LogBench.path;
import static io.cistern.fs.log.LogBench.placeholder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.CommitLog.CaughtUp;
import io.cistern.application.port.CommitLog.Unretired;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.publish.Outcome;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.checkpoint.CheckpointHeader;
import io.cistern.fs.log.segment.SegmentHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SegmentedLogTest {
  private final LogBench bench = new LogBench();

  SegmentedLogTest() throws DiskException {}

  @Test
  void givesEachGroupTheNextNumberAndFoldsItIn() {
    SegmentedLog log = bench.opened();

    List<Sequence> numbers = log.append(HELD, List.of(placeholder("/a"), placeholder("/b")));

    assertThat(numbers).containsExactly(new Sequence(1), new Sequence(2));
    assertThat(log.manifest().at()).isEqualTo(new Sequence(2));
    assertThat(log.manifest().find("/b")).get().extracting(PathEntry::state).isEqualTo(PathState.PLACEHOLDER);
    assertThat(log.manifest().counts().total()).isEqualTo(2);
  }

  @Test
  void knowsAfterARestartWhatWasCommittedAndWhatIsRetired() {
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/a"));
    commit(log, hydration("/a", "rev_2"));

    SegmentedLog next = bench.opened();

    assertThat(next.manifest().at()).isEqualTo(new Sequence(2));
    assertThat(next.manifest().find("/a")).get().extracting(PathEntry::state).isEqualTo(PathState.HYDRATED);
    assertThat(next.manifest().stagedName("/a")).contains(".cistern/staging/x/rev_2");
    Unretired due = next.unretired().getFirst();
    assertThat(due.committed().at()).isEqualTo(new Sequence(2));
    assertThat(due.before().get(path("/a"))).get().extracting(PathEntry::state).isEqualTo(PathState.PLACEHOLDER);
    assertThat(due.before().get(path("/a"))).get().extracting(PathEntry::memo).isEqualTo(Optional.of(memo(1)));
  }

  @Test
  void tellsOnceThatAnotherProcessHasWritten() {
    SegmentedLog one = bench.opened();
    SegmentedLog other = bench.opened();
    commitAndRetire(one, placeholder("/a"));

    CaughtUp first = other.catchUp(HELD);
    CaughtUp second = other.catchUp(HELD);

    assertThat(first.movedOn()).isTrue();
    assertThat(second.movedOn()).isFalse();
    assertThat(other.manifest().find("/a")).isPresent();
  }

  @Test
  void writesAndForcesABatchOnceHoweverManyGroupsItHas() {
    SegmentedLog log = bench.opened();
    commit(log, placeholder("/warm"));
    int before = bench.disk.journal().size();

    log.append(HELD, List.of(placeholder("/a"), placeholder("/b"), placeholder("/c")));

    List<String> steps = bench.disk.journal().subList(before, bench.disk.journal().size());
    assertThat(steps).containsExactly("write " + LogBench.FIRST_SEGMENT, "force " + LogBench.FIRST_SEGMENT);
  }

  @Test
  void forcesARetirementOnlyWhenAPersonKeptAName() {
    SegmentedLog log = bench.opened();
    Sequence one = commit(log, placeholder("/a"));
    Sequence two = commit(log, placeholder("/b"));
    int before = bench.disk.journal().size();

    log.retire(HELD, List.of(LogBench.published(new Committed(one, placeholder("/a")), Optional.empty())));
    List<String> published = List.copyOf(bench.disk.journal().subList(before, bench.disk.journal().size()));
    log.retire(HELD, List.of(new Retirement(
        two, List.of(new Outcome.Yielded(path("/b"), Optional.empty(), Optional.empty())))));

    assertThat(published).containsExactly("write " + LogBench.FIRST_SEGMENT);
    assertThat(bench.disk.journal()).endsWith("write " + LogBench.FIRST_SEGMENT, "force " + LogBench.FIRST_SEGMENT);
    assertThat(log.manifest().find("/b")).isEmpty();
  }

  @Test
  void forcesWhatARetirementLeftUnforcedAndNothingTwice() {
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/a"));

    log.force(HELD);
    int after = bench.disk.journal().size();
    log.force(HELD);

    assertThat(bench.disk.journal().get(after - 1)).isEqualTo("force " + LogBench.FIRST_SEGMENT);
    assertThat(bench.disk.journal()).hasSize(after);
  }

  @Test
  void takesAnEntryAPersonKeptFromTheRetirement() {
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/a"));
    Sequence at = commit(log, hydration("/a", "rev_2"));
    PathEntry kept = LogBench.entry("/a", PathState.MODIFIED, "rev_1");

    log.retire(HELD, List.of(new Retirement(
        at, List.of(new Outcome.Yielded(path("/a"), Optional.of(kept), Optional.empty())))));

    assertThat(log.manifest().find("/a")).contains(kept);
    assertThat(bench.opened().manifest().find("/a")).contains(kept);
    assertThat(log.manifest().stagedName("/a")).isEmpty();
  }

  @Test
  void saysThatTheDiskIsFullBeforeAnythingIsWritten() {
    SegmentedLog log = bench.opened();
    byte[] before = bench.disk.contents(LogBench.FIRST_SEGMENT);
    bench.disk.leaveRoom(64);

    PathEntry large =
        LogBench.entry("/large", PathState.CONFLICT, "rev_1").withReason(Optional.of("why ".repeat(300_000)));

    assertThatThrownBy(() -> commit(log, RecordGroup.of(new LogRecord.Noted(large, Origin.VERIFY))))
        .isInstanceOfSatisfying(CisternException.class,
            full -> assertThat(full.failure()).isInstanceOf(Failure.LocalDiskFull.class));

    assertThat(bench.disk.contents(LogBench.FIRST_SEGMENT)).isEqualTo(before);
    bench.disk.leaveRoom(Long.MAX_VALUE);
    assertThat(commit(log, placeholder("/a"))).isEqualTo(new Sequence(1));
  }

  @Test
  void hasRoomForTheRetirementOnceTheGroupIsCommitted() {
    SegmentedLog log = bench.opened();
    Sequence at = commit(log, placeholder("/" + "n".repeat(200)));
    bench.disk.leaveRoom(0);

    log.retire(HELD, List.of(LogBench.published(
        new Committed(at, placeholder("/" + "n".repeat(200))), Optional.of(memo(1)))));

    assertThat(log.unretired()).isEmpty();
  }

  @Test
  void keepsRoomOnAFullDiskForWhatGivesRoomBack() {
    SegmentedLog log = bench.opened();
    for (int i = 0; i < 20; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }
    fillWithNotes(log);

    for (int i = 0; i < 10; i++) {
      commitAndRetire(log, LogBench.removal("/f" + i));
    }
    SegmentedLog next = bench.opened();
    for (int i = 10; i < 20; i++) {
      commitAndRetire(next, LogBench.removal("/f" + i));
    }

    assertThat(next.manifest().find("/f0")).isEmpty();
    assertThat(next.unretired()).isEmpty();
    assertThatThrownBy(() -> commit(next, placeholder("/g"))).satisfies(SegmentedLogTest::isFull);
  }

  @Test
  void staysInASegmentWhenTheDiskHasNoRoomForTheNext() throws DiskException {
    SegmentedLog log = bench.process(new LogBudget(1 << 20, 400));
    log.catchUp(HELD);
    commitAndRetire(log, placeholder("/" + "n".repeat(200)));
    bench.disk.leaveRoom(0);

    commitAndRetire(log, placeholder("/a"));
    commitAndRetire(log, LogBench.removal("/a"));

    assertThat(bench.disk.contents(LogBench.FIRST_SEGMENT).length).isGreaterThan(400);
    assertThat(bench.disk.list(MirrorLayout.LOG)).extracting(DirectoryEntry::name)
        .containsExactlyInAnyOrder("pointer", "0000000000000001.seg");
  }

  @Test
  void hasTheRoomAgainInTheNextSegment() {
    SegmentedLog log = bench.process(new LogBudget(1 << 20, 400));
    log.catchUp(HELD);
    for (int i = 0; i < 9; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }
    fillWithNotes(log);

    commitAndRetire(log, LogBench.removal("/f0"));

    assertThat(bench.disk.look(MirrorLayout.segment(3))).isPresent();
    assertThat(log.manifest().find("/f0")).isEmpty();
  }

  /** Fills the disk, and then the log with what may not use the room that it keeps. */
  private void fillWithNotes(SegmentedLog log) {
    bench.disk.leaveRoom(0);
    PathEntry large =
        LogBench.entry("/large", PathState.CONFLICT, "rev_1").withReason(Optional.of("why ".repeat(1_000)));
    RecordGroup note = RecordGroup.of(new LogRecord.Noted(large, Origin.VERIFY));
    untilFull(log, note);
    untilFull(log, LogBench.noted("/small", "rev_1"));
  }

  private static void untilFull(SegmentedLog log, RecordGroup note) {
    assertThatThrownBy(() -> {
      for (int i = 0; i < 2_000; i++) {
        commitAndRetire(log, note);
      }
    }).satisfies(SegmentedLogTest::isFull);
  }

  @Test
  void writesNoMoreOnceAForceHasFailed() {
    SegmentedLog log = bench.opened();
    bench.disk.failForcesOf(name -> name.endsWith(".seg"));

    assertThatThrownBy(() -> commit(log, placeholder("/a"))).satisfies(SegmentedLogTest::isTainted);
    bench.disk.killed();

    assertThatThrownBy(() -> commit(log, placeholder("/b"))).satisfies(SegmentedLogTest::isTainted);
    assertThatThrownBy(() -> log.catchUp(HELD)).satisfies(SegmentedLogTest::isTainted);
  }

  @Test
  void keepsATornTailAsEvidenceAndGoesOnBeforeIt() {
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/a"));
    log.force(HELD);
    byte[] whole = bench.disk.contents(LogBench.FIRST_SEGMENT);
    byte[] torn = Arrays.copyOf(whole, whole.length + 50);
    torn[whole.length + 3] = 'x';
    bench.disk.overwrite(LogBench.FIRST_SEGMENT, torn);

    SegmentedLog next = bench.process();
    CaughtUp caughtUp = next.catchUp(HELD);

    assertThat(caughtUp.evidence()).hasSize(1);
    assertThat(bench.disk.contents(caughtUp.evidence().getFirst()))
        .isEqualTo(Arrays.copyOfRange(torn, whole.length, torn.length));
    assertThat(bench.disk.contents(LogBench.FIRST_SEGMENT)).isEqualTo(whole);
    assertThat(commit(next, placeholder("/b"))).isEqualTo(new Sequence(2));
  }

  @Test
  void refusesTheLogOfAnotherMirror() {
    SegmentedLog other = new SegmentedLog(bench.disk, "another", LogBudget.DEFAULT.segment(), () -> true, bench.unique);

    assertThatThrownBy(() -> other.catchUp(HELD)).satisfies(SegmentedLogTest::isDamage).hasMessageContaining("mirror");
  }

  @Test
  void refusesToWriteBeforeItHasCaughtUp() {
    SegmentedLog log = bench.process();

    assertThatThrownBy(() -> commit(log, placeholder("/a"))).isInstanceOf(InvariantViolated.class);
  }

  @Test
  void splitsAGroupThatIsLargerThanAFrame() {
    SegmentedLog log = bench.opened();
    PathEntry large =
        LogBench.entry("/large", PathState.CONFLICT, "rev_1").withReason(Optional.of("why ".repeat(50_000)));
    commit(log, RecordGroup.of(new LogRecord.Noted(large, Origin.VERIFY)));

    assertThat(bench.opened().manifest().find("/large")).contains(large);
  }

  @Test
  void goesOnInTheNextSegmentWhenOneIsFull() {
    SegmentedLog log = bench.process(new LogBudget(1 << 20, 400));
    log.catchUp(HELD);
    for (int i = 0; i < 9; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }

    SegmentedLog next = bench.opened();

    assertThat(bench.disk.look(MirrorLayout.segment(3))).isPresent();
    assertThat(next.manifest().counts().total()).isEqualTo(9);
    assertThat(next.logBytes()).isEqualTo(log.logBytes());
    assertThat(next.unretired()).isEmpty();
  }

  @Test
  void foldsIntoACheckpointWhenTheLogIsOverBudgetAndDropsWhatItReplaces() {
    SegmentedLog log = bench.process(new LogBudget(200, 1 << 20));
    log.catchUp(HELD);
    for (int i = 0; i < 5; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }
    List<PathEntry> before = entries(log);

    LogBench.foldIfDue(log, new LogBudget(200, 1 << 20));

    assertThat(log.logBytes()).isEqualTo(SegmentHeader.BYTES);
    assertThat(bench.disk.look(LogBench.FIRST_SEGMENT)).isEmpty();
    assertThat(entries(log)).isEqualTo(before);
    assertThat(commit(log, placeholder("/g"))).isEqualTo(new Sequence(6));
    SegmentedLog next = bench.opened();
    assertThat(entries(next)).hasSize(6).containsAll(before);
    assertThat(next.manifest().counts().of(PathState.PLACEHOLDER)).isEqualTo(6);
  }

  @Test
  void pinsOutliveAFoldOfTheLog() {
    SegmentedLog log = bench.process(new LogBudget(200, 1 << 20));
    log.catchUp(HELD);
    commitAndRetire(log, RecordGroup.of(new LogRecord.Pinned("/docs"), new LogRecord.Pinned("/a")));
    for (int i = 0; i < 5; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }

    LogBench.foldIfDue(log, new LogBudget(200, 1 << 20));
    commitAndRetire(log, RecordGroup.of(new LogRecord.Unpinned("/a")));

    assertThat(log.manifest().pins()).isEqualTo(Pins.of(List.of("/docs")));
    assertThat(bench.opened().manifest().pins()).isEqualTo(Pins.of(List.of("/docs")));
  }

  @Test
  void whatTheLastRecoveryDidOutlivesAFoldOfTheLog() {
    SegmentedLog log = bench.process(new LogBudget(200, 1 << 20));
    log.catchUp(HELD);
    commitAndRetire(log, RecordGroup.of(new LogRecord.Recovered(5, 7)));
    commitAndRetire(log, RecordGroup.of(new LogRecord.Recovered(1, 0)));
    for (int i = 0; i < 5; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }
    Landmarks told = log.manifest().landmarks();
    assertThat(told.lastRecovery()).contains(new LogRecord.Recovered(1, 0));

    LogBench.foldIfDue(log, new LogBudget(200, 1 << 20));

    assertThat(log.manifest().landmarks()).isEqualTo(told);
    assertThat(bench.opened().manifest().landmarks()).isEqualTo(told);
  }

  @Test
  void readsAHeaderThatWasWrittenBeforeTheLastRecoveryWasKept() {
    CheckpointHeader header = new CheckpointHeader(
        UUID.fromString(LogBench.MIRROR), 3, new Sequence(7), 0, StateCounts.NONE, Optional.empty(), Landmarks.NONE,
        Pins.of(List.of("/docs")), BootstrapProgress.NOT_STARTED);
    byte[] now = header.toBytes();

    assertThat(CheckpointHeader.parse(now, "now")).isEqualTo(header);
    assertThat(CheckpointHeader.parse(Arrays.copyOf(now, now.length - 1), "then")).isEqualTo(header);
  }

  @Test
  void aFoldThatFailsChangesNothingAndIsTriedAgain() {
    SegmentedLog log = bench.process(new LogBudget(200, 1 << 20));
    log.catchUp(HELD);
    for (int i = 0; i < 5; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }
    bench.disk.leaveRoom(0);

    LogBench.foldIfDue(log, new LogBudget(200, 1 << 20));

    assertThat(log.logBytes()).isGreaterThan(200);
    bench.disk.leaveRoom(Long.MAX_VALUE);
    LogBench.foldIfDue(log, new LogBudget(200, 1 << 20));
    assertThat(log.logBytes()).isEqualTo(SegmentHeader.BYTES);
    assertThat(bench.opened().manifest().counts().total()).isEqualTo(5);
  }

  static List<PathEntry> entries(SegmentedLog log) {
    List<PathEntry> entries = new ArrayList<>();
    log.manifest().from("", "").forEachRemaining(entries::add);
    return entries;
  }

  static void isTainted(Throwable thrown) {
    assertThat(((CisternException) thrown).failure()).isInstanceOf(Failure.MirrorTainted.class);
  }

  private static void isFull(Throwable thrown) {
    assertThat(((CisternException) thrown).failure()).isInstanceOf(Failure.LocalDiskFull.class);
  }

  static void isDamage(Throwable thrown) {
    assertThat(((CisternException) thrown).failure()).isInstanceOf(Failure.MirrorDamaged.class);
  }
}
