package io.cistern.fs.log;

import static io.cistern.fs.log.LogBench.HELD;
import static io.cistern.fs.log.LogBench.commitAndRetire;
import static io.cistern.fs.log.LogBench.placeholder;
import static io.cistern.fs.log.LogBench.removal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.Compactor.Applied;
import io.cistern.application.port.History;
import io.cistern.domain.compaction.CompactionPolicy;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Pins;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.segment.SegmentHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The segments that stay behind the checkpoint for the history, and what else a repair or a compaction meets there. */
class KeptHistoryTest {
  private static final int GROUPS = 40;
  private static final int KEPT = 20;

  private final LogBench bench = new LogBench();

  KeptHistoryTest() throws DiskException {}

  @Test
  void historyBeginsWithTheFirstGroupThatACompactionKept() {
    compacted();

    List<Sequence> told = told();

    assertThat(told.getFirst()).isGreaterThan(new Sequence(1)).isLessThanOrEqualTo(new Sequence(GROUPS - KEPT + 1));
    assertThat(told.getLast()).isEqualTo(new Sequence(GROUPS));
    try (History.Page page = bench.reader().history(Sequence.NONE)) {
      assertThat(page.begins()).isEqualTo(told.getFirst());
    }
  }

  @Test
  void damageToWhatIsKeptForTheHistoryIsFoundAndRepairedWithoutLosingAnything() {
    compacted();
    List<PathEntry> before = SegmentedLogTest.entries(bench.opened());
    String kept = firstKept();
    byte[] bytes = bench.disk.contents(kept);
    bytes[SegmentHeader.BYTES + 40] ^= 1;
    bench.disk.overwrite(kept, bytes);
    assertThat(SegmentedLogTest.entries(bench.opened())).isEqualTo(before);
    assertThatThrownBy(this::told).isInstanceOf(CisternException.class);
    SegmentedLog damaged = bench.opened();
    commitAndRetire(damaged, placeholder("/more"));
    assertThatThrownBy(() -> LogBench.compact(new SegmentCompactor(damaged, OptionalLong::empty), KEPT))
        .as("it is never folded away").isInstanceOfSatisfying(
            CisternException.class, bad -> assertThat(bad.failure()).isInstanceOf(Failure.MirrorDamaged.class));
    damaged.close();
    before = SegmentedLogTest.entries(bench.opened());

    LogRepair repair = new LogRepair(bench.disk, LogBench.MIRROR, bench.unique);
    LogRepair.Diagnosis diagnosis = repair.diagnose(HELD).orElseThrow();
    assertThat(diagnosis.kept()).isEqualTo(new Sequence(GROUPS + 1));
    assertThat(diagnosis.lost()).isEmpty();
    assertThat(diagnosis.files()).contains(kept);
    repair.repair(HELD, () -> assertThat(bench.disk.contents(kept)).isEqualTo(bytes));

    assertThat(repair.diagnose(HELD)).isEmpty();
    SegmentedLog log = bench.opened();
    assertThat(SegmentedLogTest.entries(log)).isEqualTo(before);
    assertThat(log.manifest().pins()).isEqualTo(Pins.of(List.of("/pinned")));
    assertThat(told()).isEmpty();
    commitAndRetire(log, placeholder("/after"));
    assertThat(LogBench.compact(new SegmentCompactor(log, OptionalLong::empty), KEPT).orElseThrow())
        .isInstanceOf(Applied.Switched.class);
    assertThat(bench.opened().manifest().pins()).isEqualTo(Pins.of(List.of("/pinned")));
  }

  @Test
  void aRepairMakesWhatWasPreparedBeforeItStale() {
    compacted();
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/more"));
    SegmentCompactor compactor = new SegmentCompactor(log, OptionalLong::empty);
    var prepared = compactor.prepare(compactor.snapshot(HELD, KEPT).orElseThrow(), () -> {});
    log.close();
    String kept = firstKept();
    byte[] bytes = bench.disk.contents(kept);
    bytes[SegmentHeader.BYTES + 40] ^= 1;
    bench.disk.overwrite(kept, bytes);
    new LogRepair(bench.disk, LogBench.MIRROR, bench.unique).repair(HELD, () -> {});

    SegmentedLog after = bench.opened();
    SegmentCompactor next = new SegmentCompactor(after, OptionalLong::empty);
    assertThat(next.leftBehind()).containsExactly(prepared);
    assertThat(next.apply(HELD, prepared)).isInstanceOf(Applied.Stale.class);
    assertThat(next.anyLeftBehind()).isFalse();
    assertThat(after.manifest().find("/more")).isPresent();
  }

  @Test
  void aPreparedCheckpointIsNoFileThatNobodyNeeds() throws DiskException {
    compacted();
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/more"));
    SegmentCompactor compactor = new SegmentCompactor(log, OptionalLong::empty);
    var prepared = compactor.prepare(compactor.snapshot(HELD, KEPT).orElseThrow(), () -> {});

    assertThat(bench.disk.contents(prepared.name())).isNotEmpty();
    assertThat(new LogFiles(bench.disk, LogBench.MIRROR).unreferenced()).isEmpty();
    assertThat(new LogRepair(bench.disk, LogBench.MIRROR, bench.unique).diagnose(HELD)).isEmpty();
  }

  @Test
  void whatStaysTakesNoRoomBehindItsEnd() throws DiskException {
    compacted();

    List<String> closed = bench.disk.list(MirrorLayout.LOG).stream()
        .map(entry -> MirrorLayout.LOG + "/" + entry.name())
        .filter(name -> name.endsWith(".seg") || name.endsWith(".ckpt"))
        .filter(name -> bench.disk.contents(name).length > SegmentHeader.BYTES)
        .toList();
    assertThat(closed).hasSizeGreaterThan(3)
        .allMatch(name -> bench.disk.reserved(name) <= bench.disk.contents(name).length);
  }

  @Test
  void hugeGroupsStayOnlyAsFarAsTheyDoNotOutweighTheCheckpoint() {
    SegmentedLog log = bench.opened();
    for (int i = 0; i < 12; i++) {
      commitAndRetire(log, huge(10_000, "rev_" + i));
    }
    SegmentCompactor compactor = new SegmentCompactor(log, OptionalLong::empty);
    CompactionResult forecast = compactor.forecast(256);

    Applied applied = LogBench.compact(compactor, 256).orElseThrow();

    assertThat(applied).isEqualTo(new Applied.Switched(forecast));
    assertThat(forecast.bytesAfter() - compactor.size().checkpointBytes())
        .isLessThanOrEqualTo(CompactionPolicy.historyRoom(compactor.size().checkpointBytes()));
    assertThat(told()).contains(new Sequence(12)).doesNotContain(new Sequence(1)).startsWith(forecast.firstKept());
    assertThat(bench.opened().manifest().counts().total()).isEqualTo(10_000);
  }

  @Test
  void theLastOperationStaysWhateverItsSize() {
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/before"));
    commitAndRetire(log, huge(90_000, "rev_1"));

    assertThat(LogBench.compact(new SegmentCompactor(log, OptionalLong::empty), 256).orElseThrow())
        .isInstanceOf(Applied.Switched.class);

    assertThat(told()).contains(new Sequence(2));
  }

  @Test
  void theForecastIsWhatComesOfItForSmallMirrorsTooWhichGrowByTheirCheckpoint() {
    SegmentedLog log = bench.opened();
    for (int i = 0; i < 5; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }
    commitAndRetire(log, removal("/f0"));
    SegmentCompactor compactor = new SegmentCompactor(log, OptionalLong::empty);
    CompactionResult forecast = compactor.forecast(256);

    assertThat(LogBench.compact(compactor, 256)).contains(new Applied.Switched(forecast));

    assertThat(forecast.bytesAfter()).isEqualTo(forecast.bytesBefore() + compactor.size().checkpointBytes());
    assertThat(forecast.recordsAfter()).isEqualTo(forecast.recordsBefore()).isEqualTo(6);
    assertThat(forecast.pathsLive()).isEqualTo(4);
    assertThat(forecast.pathsDropped()).isEqualTo(1);
    assertThat(forecast.firstKept()).isEqualTo(new Sequence(1));
  }

  @Test
  void theForecastIsExactWithACheckpointAndAfterATryThatFailed() {
    compacted();
    SegmentedLog log = bench.opened();
    for (int i = 0; i < 30; i++) {
      commitAndRetire(log, placeholder("/more" + i));
    }
    SegmentCompactor compactor = new SegmentCompactor(log, OptionalLong::empty);
    compactor.discard(compactor.prepare(compactor.snapshot(HELD, KEPT).orElseThrow(), () -> {}));
    CompactionResult forecast = compactor.forecast(KEPT);

    assertThat(LogBench.compact(compactor, KEPT)).contains(new Applied.Switched(forecast));
  }

  @Test
  void whatIsRemovedHereAndNotYetAcceptedRemotelyOutlivesItsRecord() {
    SegmentedLog log = bench.opened();
    commitAndRetire(log, RecordGroup.of(new LogRecord.Noted(
        LogBench.entry("/removed", PathState.REMOVED, "rev_1"), Origin.LOCAL)));
    commitAndRetire(log, placeholder("/gone"));
    commitAndRetire(log, removal("/gone"));
    for (int i = 0; i < 3; i++) {
      commitAndRetire(log, placeholder("/f" + i));
      assertThat(LogBench.compact(new SegmentCompactor(log, OptionalLong::empty), 1)).isPresent();
    }

    assertThat(told()).as("the records of both removals").doesNotContain(new Sequence(1), new Sequence(3));
    assertThat(bench.opened().manifest().find("/removed").orElseThrow().state()).isEqualTo(PathState.REMOVED);
    assertThat(SegmentedLogTest.entries(bench.opened())).extracting(PathEntry::name).doesNotContain("/gone").hasSize(4);
  }

  private static RecordGroup huge(int records, String revision) {
    return new RecordGroup(IntStream.range(0, records)
        .<LogRecord>mapToObj(i -> new LogRecord.Noted(
            LogBench.entry("/huge/" + i, PathState.PLACEHOLDER, revision), Origin.REMOTE_UPDATE))
        .toList());
  }

  private void compacted() {
    SegmentedLog log = bench.process(new LogBudget(0, 600));
    log.catchUp(HELD);
    commitAndRetire(log, RecordGroup.of(new LogRecord.Pinned("/pinned")));
    for (int i = 1; i < GROUPS; i++) {
      commitAndRetire(log, placeholder("/f" + i));
    }
    assertThat(LogBench.compact(new SegmentCompactor(log, OptionalLong::empty), KEPT).orElseThrow())
        .isInstanceOf(Applied.Switched.class);
    log.close();
  }

  private String firstKept() {
    Optional<Pointer> pointer;
    try {
      pointer = new LogDirectory(bench.disk, LogBench.MIRROR, bench.unique).pointer();
    } catch (DiskException failed) {
      throw new IllegalStateException(failed);
    }
    return MirrorLayout.segment(pointer.orElseThrow().firstSegment());
  }

  private List<Sequence> told() {
    List<Sequence> told = new ArrayList<>();
    try (History.Page page = bench.reader().history(Sequence.NONE)) {
      page.forEachRemaining(item -> told.add(item.committed().at()));
    }
    return told;
  }
}
