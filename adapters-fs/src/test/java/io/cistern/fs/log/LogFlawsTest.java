package io.cistern.fs.log;

import static io.cistern.fs.log.LogBench.FIRST_SEGMENT;
import static io.cistern.fs.log.LogBench.HELD;
import static io.cistern.fs.log.LogBench.commit;
import static io.cistern.fs.log.LogBench.commitAndRetire;
import static io.cistern.fs.log.LogBench.hydration;
import static io.cistern.fs.log.LogBench.memo;
import static io.cistern.fs.log.LogBench.path;
import static io.cistern.fs.log.LogBench.placeholder;
import static io.cistern.fs.log.LogBench.removal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.Compactor.Snapshot;
import io.cistern.domain.compaction.FoldedRange;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Outcome;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.checkpoint.CheckpointWriter;
import io.cistern.fs.log.checkpoint.Row;
import io.cistern.fs.log.codec.FileBytes;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.codec.Names;
import io.cistern.fs.log.segment.Forces;
import io.cistern.fs.log.segment.Frame;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentHeader;
import io.cistern.fs.log.segment.SegmentScanner;
import io.cistern.fs.log.segment.SegmentWindow;
import io.cistern.fs.testing.FramesTrustingOrder;
import io.cistern.fs.testing.WatchedDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The flaws of the first design that concern the log: each is cured, and comes back when its cure is planted out. */
class LogFlawsTest {
  private static final LogBudget TIGHT = new LogBudget(200, 1 << 20);

  @Test
  void f1WhatRecoveryShowsSurvivesThePowerCut() throws DiskException {
    assertThat(shownSurvives(disk -> disk)).isTrue();
    assertThat(shownSurvives(disk -> WatchedDisk.of(disk, step -> !step.startsWith("force ")))).isFalse();
  }

  /** A is killed between write and force; B recovers on its page cache; then the power goes. */
  private static boolean shownSurvives(UnaryOperator<Disk> diskOfB) throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog a = bench.opened();
    commitAndRetire(a, placeholder("/a"));
    bench.disk.haltAfter(1);
    assertThatThrownBy(() -> commit(a, placeholder("/b"))).isInstanceOf(MemoryDisk.Halted.class);
    bench.disk.killed();

    SegmentedLog b =
        new SegmentedLog(diskOfB.apply(bench.disk), LogBench.MIRROR, LogBudget.DEFAULT.segment(), () -> true,
            bench.unique);
    b.catchUp(HELD);
    boolean shown = b.manifest().find("/b").isPresent();
    assertThat(shown).isTrue();
    bench.disk.crashHard();

    return bench.opened().manifest().find("/b").isPresent();
  }

  @Test
  void f3AnOrdinaryPowerCutIsNoDamageAlthoughALaterFrameIsWhole() throws DiskException {
    LogBench cured = withATornFirstFrameOfTwo(disk -> disk);

    assertThat(cured.opened().manifest().at()).isEqualTo(new Sequence(1));
    assertThat(cured.opened().manifest().find("/a")).isPresent();

    LogBench planted = withATornFirstFrameOfTwo(FramesTrustingOrder::on);

    assertThatThrownBy(planted::opened).satisfies(SegmentedLogTest::isDamage);
    assertThatThrownBy(() -> planted.reader().read()).satisfies(SegmentedLogTest::isDamage);
  }

  /** A group of two frames, and the power goes before the force: the first is torn, the second whole. */
  private static LogBench withATornFirstFrameOfTwo(UnaryOperator<Disk> diskOfA) throws DiskException {
    LogBench bench = new LogBench();
    bench.through = diskOfA;
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/a"));
    log.force(HELD);
    int start = bench.disk.contents(FIRST_SEGMENT).length;
    commit(log, twoFrames());
    tear(bench, start);
    assertThat(wholeFramesAfter(bench, start)).isEqualTo(1);
    bench.through = disk -> disk;
    return bench;
  }

  @Test
  void f3AFrameThatALaterOneCallsForcedIsDamageAndNothingIsChanged() throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/a"));
    int start = bench.disk.contents(FIRST_SEGMENT).length;
    commit(log, placeholder("/b"));
    commit(log, placeholder("/c"));
    tear(bench, start);
    int steps = bench.disk.journal().size();

    assertThatThrownBy(() -> bench.process().catchUp(HELD)).satisfies(SegmentedLogTest::isDamage);
    assertThatThrownBy(() -> bench.reader().read()).satisfies(SegmentedLogTest::isDamage);
    assertThat(bench.disk.journal()).hasSize(steps);
  }

  @Test
  void f3ARetirementTellsThatItsGroupWasForced() throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog log = bench.opened();
    int start = bench.disk.contents(FIRST_SEGMENT).length;
    commitAndRetire(log, placeholder("/a"));
    tear(bench, start);

    assertThatThrownBy(() -> bench.process().catchUp(HELD)).satisfies(SegmentedLogTest::isDamage);
  }

  private static RecordGroup twoFrames() {
    PathEntry large =
        LogBench.entry("/large", PathState.CONFLICT, "rev_1").withReason(Optional.of("x".repeat(Frame.MAX_PAYLOAD)));
    return RecordGroup.of(new LogRecord.Noted(large, Origin.VERIFY));
  }

  private static void tear(LogBench bench, int at) {
    byte[] bytes = bench.disk.contents(FIRST_SEGMENT);
    Arrays.fill(bytes, at + 20, at + 60, (byte) 0x5a);
    bench.disk.overwrite(FIRST_SEGMENT, bytes);
  }

  private static int wholeFramesAfter(LogBench bench, int bad) throws DiskException {
    DiskFile file = bench.disk.openToRead(FIRST_SEGMENT);
    SegmentHeader header = SegmentHeader.parse(FileBytes.read(file, 0, SegmentHeader.BYTES), FIRST_SEGMENT);
    int whole = 0;
    for (long at = bad; at < file.facts().size(); at += Frame.ALIGNMENT) {
      whole += Frame.at(new SegmentWindow(file), at, header.salt(), FIRST_SEGMENT).isPresent() ? 1 : 0;
    }
    return whole;
  }

  @Test
  void f8APathNeverHasTwoRecordsThatAreNotRetired() throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/a"));
    commit(log, hydration("/a", "rev_2"));
    byte[] before = bench.disk.contents(FIRST_SEGMENT);

    assertThatThrownBy(() -> commit(log, removal("/a"))).isInstanceOf(InvariantViolated.class);
    assertThatThrownBy(() -> log.append(HELD, List.of(placeholder("/b"), removal("/b"))))
        .isInstanceOf(InvariantViolated.class);

    assertThat(bench.disk.contents(FIRST_SEGMENT)).isEqualTo(before);
  }

  @Test
  void f8WithoutTheGuardARemovedFileComesBack() throws DiskException {
    Fold unguarded = new Fold(Optional.empty());
    unguarded.apply(new Committed(new Sequence(1), hydration("/a", "rev_2")));
    unguarded.apply(new Committed(new Sequence(2), removal("/a")));
    PathEntry kept = LogBench.entry("/a", PathState.MODIFIED, "rev_1");

    unguarded.retire(new Retirement(
        new Sequence(1), List.of(new Outcome.Yielded(path("/a"), Optional.of(kept), Optional.empty()))));

    assertThat(unguarded.find(Names.bytes("/a"))).isPresent();
  }

  @Test
  void f10WhatFollowsAFailedForceIsWrittenAnewAndSurvives() throws DiskException {
    assertThat(shownSurvivesAFailedForce(() -> false)).isTrue();
    assertThat(shownSurvivesAFailedForce(() -> true)).isFalse();
  }

  /** The page cache shows what A could not force, and calls it clean; B recovers; then the power goes. */
  private static boolean shownSurvivesAFailedForce(Predecessor predecessor) throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog a = bench.opened();
    commitAndRetire(a, placeholder("/a"));
    bench.disk.failForcesOf(name -> name.equals(FIRST_SEGMENT));
    assertThatThrownBy(() -> commit(a, placeholder("/b"))).satisfies(SegmentedLogTest::isTainted);
    bench.disk.killed();

    SegmentedLog b =
        new SegmentedLog(bench.disk, LogBench.MIRROR, LogBudget.DEFAULT.segment(), predecessor, bench.unique);
    b.catchUp(HELD);
    assertThat(b.manifest().find("/b")).isPresent();
    bench.disk.crashHard();

    try {
      return bench.opened().manifest().find("/b").isPresent();
    } catch (CisternException unreadable) {
      return false;
    }
  }

  @Test
  void f10ASegmentWithNothingUnforcedIsContinued() throws DiskException {
    LogBench bench = new LogBench();
    bench.leftInOrder = false;

    bench.opened();
    bench.opened();

    assertThat(bench.disk.look(MirrorLayout.segment(2))).isEmpty();
  }

  @Test
  void f12RecoveryTidiesOnlyWhatADurablePointerDoesNotNeed() throws DiskException {
    assertThat(readableAfterEveryCut(disk -> disk)).isTrue();
    assertThat(readableAfterEveryCut(disk -> WatchedDisk.of(disk, step -> !step.startsWith("forceDirectory "))))
        .isFalse();
  }

  /** A is killed between the pointer's rename and its force; B recovers and tidies; then the power goes. */
  private static boolean readableAfterEveryCut(UnaryOperator<Disk> diskOfB) throws DiskException {
    for (int seed = 0; seed < 64; seed++) {
      LogBench bench = new LogBench();
      SegmentedLog a = bench.process(TIGHT);
      a.catchUp(HELD);
      fillAndFold(a);
      for (int i = 0; i < 40; i++) {
        commitAndRetire(a, placeholder("/second" + i));
      }
      foldAndHaltBehindTheSwitch(bench);
      new SegmentedLog(diskOfB.apply(bench.disk), LogBench.MIRROR, TIGHT.segment(), () -> true, bench.unique)
          .catchUp(HELD);
      bench.disk.crash(scrambled(seed));
      try {
        if (bench.opened().manifest().counts().total() != 45) {
          return false;
        }
      } catch (CisternException unreadable) {
        return false;
      }
    }
    return true;
  }

  /** Small seeds that follow each other give the same first bits. */
  private static Random scrambled(long seed) {
    return new Random(seed * 0x9e3779b97f4a7c15L);
  }

  private static void fillAndFold(SegmentedLog log) {
    for (int i = 0; i < 5; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }
    LogBench.foldIfDue(log, TIGHT);
  }

  /** Folds, and stops between the rename of the pointer and the force that would make it durable. */
  private static void foldAndHaltBehindTheSwitch(LogBench bench) {
    boolean[] switched = {false};
    Disk halting = WatchedDisk.of(bench.disk, step -> {
      if (switched[0] && step.startsWith("forceDirectory ")) {
        throw new MemoryDisk.Halted();
      }
      switched[0] |= step.startsWith("replace ");
      return true;
    });
    SegmentedLog log = new SegmentedLog(halting, LogBench.MIRROR, TIGHT.segment(), () -> true, bench.unique);
    log.catchUp(HELD);
    assertThatThrownBy(() -> LogBench.foldIfDue(log, TIGHT)).isInstanceOf(MemoryDisk.Halted.class);
  }

  @Test
  void f14ACheckpointNeverSwallowsARecordThatIsNotRetired() throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog log = bench.process(TIGHT);
    log.catchUp(HELD);
    for (int i = 0; i < 5; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }
    commit(log, hydration("/f1", "rev_2"));

    LogBench.foldIfDue(log, TIGHT);

    assertThat(bench.opened().unretired()).hasSize(1);
    assertThat(bench.disk.journal()).noneMatch(step -> step.contains(".ckpt"));
  }

  @Test
  void f14FoldingAnywayForgetsThatAPublicationIsDue() throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog log = bench.opened();
    commit(log, hydration("/a", "rev_2"));
    LogDirectory directory = new LogDirectory(bench.disk, LogBench.MIRROR, bench.unique);
    Pointer pointer = directory.pointer().orElseThrow();
    Fold folded = new LogReader(directory).load(pointer, false).fold();

    long end = bench.disk.contents(FIRST_SEGMENT).length;
    Segment second = directory.create(new Forces(bench.disk), 2, folded.at().next(), end, List.of());
    Snapshot anyway = new Snapshot(
        new FoldedRange(LogBench.MIRROR, 1, folded.at(), 2, second.header().salt()), 2);
    assertThatThrownBy(() -> new SegmentCompactor(log, OptionalLong::empty).prepare(anyway, () -> {}))
        .isInstanceOf(InvariantViolated.class);
    foldAnyway(bench, directory, pointer, folded);

    SegmentedLog next = bench.opened();
    assertThat(next.manifest().find("/a")).get().extracting(PathEntry::state).isEqualTo(PathState.HYDRATED);
    assertThat(next.unretired()).isEmpty();
  }

  private static void foldAnyway(LogBench bench, LogDirectory directory, Pointer pointer, Fold folded)
      throws DiskException {
    Forces forces = new Forces(bench.disk);
    String name = MirrorLayout.checkpoint(folded.at(), 7);
    CheckpointWriter writer = new CheckpointWriter(bench.disk.create(name), pointer.mirror(), 2);
    MergedRows rows = new MergedRows(folded, new byte[0], false);
    for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
      writer.add(row.get());
    }
    writer.finish(folded.at(), folded.watermark(), folded.landmarks(), folded.pins(), folded.bootstrap());
    directory.switchTo(forces, new Pointer(
        pointer.mirror(), 2, Optional.of(name.substring(name.lastIndexOf('/') + 1)), folded.at(), 2));
  }

  @Test
  void f16TheMemoComesWithTheRetirementBecausePublishingChangesTheFile() throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog log = bench.opened();
    Sequence at = commit(log, hydration("/a", "rev_2"));
    Optional<PathEntry> unretired = log.manifest().find("/a");

    log.retire(HELD, List.of(LogBench.published(
        new Committed(at, hydration("/a", "rev_2")), Optional.of(memo(77)))));

    assertThat(unretired.orElseThrow().memo()).as("what a log without memos in retirements would keep").isEmpty();
    assertThat(bench.opened().manifest().find("/a").orElseThrow().memo()).contains(memo(77));
  }

  @Test
  void f16AnEditSeenAtTheLookTakesAnOlderMemoAway() throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/a"));
    RecordGroup update = hydration("/a", "rev_2");
    Sequence at = commit(log, update);

    log.retire(HELD, List.of(LogBench.published(new Committed(at, update), Optional.empty())));

    assertThat(bench.opened().manifest().find("/a").orElseThrow().memo()).isEmpty();
  }

  @Test
  void f19ASegmentThatWasLeftForAnotherIsNoticedAlthoughItsLengthStays() throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog longLived = bench.opened();
    commitAndRetire(longLived, placeholder("/a"));
    long length = bench.disk.contents(FIRST_SEGMENT).length;
    bench.leftInOrder = false;
    SegmentedLog other = bench.opened();
    commitAndRetire(other, placeholder("/b"));
    bench.leftInOrder = true;

    assertThat((long) bench.disk.contents(FIRST_SEGMENT).length).as("a look at the length sees nothing")
        .isEqualTo(length);
    assertThat(longLived.catchUp(HELD).movedOn()).isTrue();
    assertThat(longLived.manifest().find("/b")).isPresent();
    assertThat(commit(longLived, placeholder("/c"))).isEqualTo(new Sequence(3));
  }

  @Test
  void f19ASwitchOfThePointerIsNoticedAlthoughTheLogIsAsLongAsBefore() throws DiskException {
    LogBench bench = new LogBench();
    SegmentedLog longLived = bench.process(TIGHT);
    longLived.catchUp(HELD);
    SegmentedLog other = bench.process(TIGHT);
    other.catchUp(HELD);
    fillAndFold(other);
    assertThat(other.logBytes()).as("a look at the length sees nothing").isEqualTo(SegmentHeader.BYTES);

    assertThat(longLived.catchUp(HELD).movedOn()).isTrue();
    assertThat(longLived.manifest().counts().total()).isEqualTo(5);
  }

  @Test
  void f11AReaderSeesOneStateWhereverTheWriterActs() throws DiskException {
    List<Long> seen = totals(true);

    assertThat(seen).isNotEmpty().allMatch(total -> total == 5 || total == 6);
  }

  @Test
  void f11AReaderThatDoesNotLookAgainSeesWhatNeverWas() throws DiskException {
    assertThat(totals(false)).contains(0L);
  }

  /** For each operation of a reader: a fold of everything and a commit happen just before it. */
  private static List<Long> totals(boolean careful) throws DiskException {
    List<Long> totals = new ArrayList<>();
    boolean acted = true;
    for (int moment = 1; acted; moment++) {
      LogBench bench = new LogBench();
      SegmentedLog writer = bench.process(TIGHT);
      writer.catchUp(HELD);
      for (int i = 0; i < 5; i++) {
        commitAndRetire(writer, placeholder("/f" + i));
      }
      int[] left = {moment};
      Disk disk = WatchedDisk.of(bench.disk, step -> {
        if (--left[0] == 0) {
          LogBench.foldIfDue(writer, TIGHT);
          commitAndRetire(writer, placeholder("/late"));
        }
        return true;
      });
      totals.add(careful
          ? new ManifestReader(disk, LogBench.MIRROR).read().manifest().counts().total()
          : naively(new LogDirectory(disk, LogBench.MIRROR, () -> 0L)));
      acted = left[0] <= 0;
    }
    return totals;
  }

  /** Reads to the last complete record of whatever is there, once. */
  private static long naively(LogDirectory directory) throws DiskException {
    Pointer pointer = directory.pointer().orElseThrow();
    Fold fold = new Fold(directory.checkpoint(pointer));
    for (Segment segment : new LogReader(directory).openFrom(pointer.firstSegment(), false)) {
      new SegmentScanner(segment).readToEnd(SegmentHeader.BYTES, segment.header().first(),
          unit -> LogFailures.translated(() -> {
            fold.apply(unit);
            return unit;
          }));
    }
    return fold.counts().total();
  }
}
