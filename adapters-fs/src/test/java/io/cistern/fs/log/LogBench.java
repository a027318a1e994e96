package io.cistern.fs.log;

import io.cistern.application.port.Compactor.Applied;
import io.cistern.application.port.HeldLock;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.layout.MirrorLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** A log on a {@link MemoryDisk}, and processes that open it. */
final class LogBench {
  static final String MIRROR = "00000000-1111-2222-3333-444444444444";
  static final String FIRST_SEGMENT = MirrorLayout.segment(1);
  static final ContentHash HASH = new ContentHash(1, 2, 3, 4);
  static final HeldLock HELD = new HeldLock() {
    @Override
    public void ensureValid() {}

    @Override
    public void close() {}
  };

  final MemoryDisk disk = new MemoryDisk();
  final LongSupplier unique = new AtomicLong(0x5eed)::incrementAndGet;
  boolean leftInOrder = true;

  /** How processes see the disk; a variant leaves steps out. */
  UnaryOperator<Disk> through = whole -> whole;

  LogBench() throws DiskException {
    disk.makeDirectory(MirrorLayout.CONTROL, 0700);
    disk.forceDirectory("");
    new LogCreation(disk, MIRROR, unique).createIfAbsent(HELD);
  }

  SegmentedLog process(LogBudget budget) {
    return new SegmentedLog(through.apply(disk), MIRROR, budget.segment(), () -> leftInOrder, unique);
  }

  SegmentedLog process() {
    return process(LogBudget.DEFAULT);
  }

  /** A process that has caught up. */
  SegmentedLog opened() {
    SegmentedLog log = process();
    log.catchUp(HELD);
    return log;
  }

  /** Compacts, keeping nothing, if the log is over the budget; what fails without tainting leaves it for the next time. */
  static void foldIfDue(SegmentedLog log, LogBudget budget) {
    SegmentCompactor compactor = new SegmentCompactor(log, OptionalLong::empty);
    if (compactor.size().logBytes() <= Math.max(budget.minimum(), compactor.size().checkpointBytes())) {
      return;
    }
    try {
      compact(compactor, 0);
    } catch (CisternException failed) {
      if (failed.failure() instanceof Failure.MirrorTainted) {
        throw failed;
      }
    }
  }

  /** All three steps, one after the other. */
  static Optional<Applied> compact(SegmentCompactor compactor, int keepRecent) {
    return compactor.snapshot(HELD, keepRecent)
        .map(snapshot -> compactor.prepare(snapshot, () -> {}))
        .map(prepared -> compactor.apply(HELD, prepared));
  }

  ManifestReader reader() {
    return new ManifestReader(disk, MIRROR);
  }

  static RecordGroup hydration(String path, String revision) {
    Publication publication = new Publication(
        path(path), new Expected.Placeholder(),
        new Target.Bytes(new StagedContent(".cistern/staging/x/" + revision, HASH, 7, 3, 9)));
    return RecordGroup.of(new LogRecord.Switched(
        publication, Optional.of(entry(path, PathState.HYDRATED, revision)), Origin.HYDRATE));
  }

  static RecordGroup placeholder(String path) {
    Publication publication = new Publication(path(path), new Expected.Absent(), new Target.Placeholder());
    return RecordGroup.of(new LogRecord.Switched(
        publication, Optional.of(entry(path, PathState.PLACEHOLDER, "rev_1")), Origin.CLONE));
  }

  static RecordGroup removal(String path) {
    Publication publication =
        new Publication(path(path), new Expected.Content(HASH, Optional.empty()), new Target.Nothing());
    return RecordGroup.of(new LogRecord.Switched(publication, Optional.empty(), Origin.REMOTE_UPDATE));
  }

  static RecordGroup noted(String name, String revision) {
    return RecordGroup.of(new LogRecord.Noted(entry(name, PathState.PLACEHOLDER, revision), Origin.CLONE));
  }

  static PathEntry entry(String path, PathState state, String revision) {
    return new PathEntry(
        path, state, Optional.of(new Revision(revision)), Optional.of(HASH), 7, Optional.empty(), Optional.empty(),
        Optional.empty());
  }

  static WorkspacePath path(String text) {
    return WorkspacePath.parse(text).orElseThrow();
  }

  static Sequence commit(SegmentedLog log, RecordGroup group) {
    return log.append(HELD, List.of(group)).getFirst();
  }

  static Sequence commitAndRetire(SegmentedLog log, RecordGroup group) {
    Sequence at = commit(log, group);
    log.retire(HELD, List.of(published(new Committed(at, group), Optional.of(memo(at.number())))));
    return at;
  }

  static Memo memo(long inode) {
    return new Memo(inode, 7, 9, 11, false);
  }

  static Retirement published(Committed committed, Optional<Memo> memo) {
    List<Outcome> outcomes = new ArrayList<>();
    for (LogRecord.Switched record : committed.group().switches()) {
      outcomes.add(new Outcome.Published(record.publication().path(), memo));
    }
    return new Retirement(committed.at(), outcomes);
  }
}
