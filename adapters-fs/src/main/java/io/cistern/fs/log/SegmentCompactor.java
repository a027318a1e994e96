package io.cistern.fs.log;

import io.cistern.application.port.Compactor;
import io.cistern.application.port.HeldLock;
import io.cistern.domain.compaction.CompactionNotes;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.compaction.FoldedRange;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.segment.Forces;
import io.cistern.fs.log.segment.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Makes a {@link SegmentedLog} shorter. What needs the mirror lock runs on one thread at a time; {@link #prepare} may run
 * beside it, with file handles of its own.
 */
public final class SegmentCompactor implements Compactor {
  private final SegmentedLog log;
  private final LogDirectory directory;
  private final Forces forces;
  private final NotesFile notes;
  private final Supplier<OptionalLong> freeBytes;
  private final long memory;

  /** @param freeBytes asks the system for the room on its disk */
  public SegmentCompactor(SegmentedLog log, Supplier<OptionalLong> freeBytes) {
    this(log, freeBytes, CheckpointMaking.MEMORY);
  }

  SegmentCompactor(SegmentedLog log, Supplier<OptionalLong> freeBytes, long memory) {
    this.memory = memory;
    this.log = log;
    this.directory = log.directory();
    this.forces = log.forces();
    this.notes = new NotesFile(directory.disk());
    this.freeBytes = freeBytes;
  }

  @Override
  public Size size() {
    return log.size();
  }

  @Override
  public OptionalLong freeBytes() {
    return freeBytes.get();
  }

  @Override
  public Optional<Snapshot> snapshot(HeldLock held, int keepRecent) {
    if (log.size().groups() == 0 || !log.unretired().isEmpty()) {
      return Optional.empty();
    }
    return LogFailures.translated(() -> {
      LogPosition here = log.closeSegment(held);
      FoldedRange range = new FoldedRange(
          directory.mirror().toString(), here.pointer().generation(), log.manifest().at(),
          here.writer().header().number(), here.writer().header().salt());
      return Optional.of(new Snapshot(range, firstKept(here, range.upTo().number() - keepRecent + 1)));
    });
  }

  /** The newest closed segment that begins at or before the oldest group to keep. */
  private long firstKept(LogPosition here, long oldest) throws DiskException {
    long number = here.writer().header().number();
    long first = here.writer().header().first().number();
    while (number > here.pointer().firstSegment() && first > oldest) {
      number--;
      long missing = number;
      try (Segment segment = directory.segment(number, false)
          .orElseThrow(() -> LogFailures.damaged("segment " + missing + " is missing"))) {
        first = segment.header().first().number();
      }
    }
    return number;
  }

  @Override
  public CompactionResult forecast(int keepRecent) {
    return new ManifestReader(directory.disk(), directory.mirror().toString()).forecast(keepRecent);
  }

  @Override
  public Prepared prepare(Snapshot snapshot, Runnable lookAround) {
    return LogFailures.translated(() -> {
      String unfinished = MirrorLayout.unfinishedCheckpoint(directory.nextUnique());
      try (CheckpointMaking making = new CheckpointMaking(directory, snapshot, lookAround, memory)) {
        if (!making.fits()) {
          throw new CisternException(
              new Failure.LocalIo(MirrorLayout.POINTER, "the mirror was switched while its log was to be folded"));
        }
        Prepared prepared;
        try (DiskFile file = directory.disk().create(unfinished)) {
          long live = making.write(file);
          lookAround.run();
          long bytes = file.facts().size();
          file.truncate(bytes); // the one before it may have been larger, and so may what was reserved
          forces.file(file);
          prepared = prepared(snapshot, making, bytes, live);
        }
        directory.disk().rename(unfinished, prepared.name());
        return prepared;
      } catch (DiskException | RuntimeException failed) {
        directory.dropQuietly(unfinished);
        throw failed;
      }
    });
  }

  private Prepared prepared(Snapshot snapshot, CheckpointMaking making, long bytes, long live) {
    KeptSegments segments = making.segments();
    long firstKept = segments.within(snapshot.firstKept(), bytes);
    CompactionResult result = new CompactionResult(
        segments.begins(firstKept), segments.recordsFrom(0), segments.recordsFrom(firstKept),
        making.baseBytes() + segments.bytesFrom(0), bytes + segments.bytesFrom(firstKept), live, making.dropped());
    return PreparedName.of(snapshot.range(), firstKept, result, directory.nextUnique());
  }

  @Override
  public Applied apply(HeldLock held, Prepared prepared) {
    return LogFailures.translated(() -> {
      Pointer now = directory.pointer().orElseThrow(() -> LogFailures.damaged("the pointer of the log is missing"));
      Optional<String> stale = prepared.range().stale(asItIs(now, prepared.range()));
      if (stale.isPresent()) {
        directory.dropQuietly(prepared.name());
        return new Applied.Stale(stale.get());
      }
      Pointer next = named(prepared, now);
      directory.switchTo(forces, next);
      try {
        log.reload(held);
      } catch (DiskException later) {
        // Durable all the same; the next catching up sees the new pointer and reads it.
      }
      return new Applied.Switched(prepared.result());
    });
  }

  private FoldedRange asItIs(Pointer now, FoldedRange range) throws DiskException {
    try (Segment fence = directory.segment(range.fence(), false)
        .orElseThrow(() -> LogFailures.damaged("segment " + range.fence() + " is missing"))) {
      return new FoldedRange(
          now.mirror().toString(), now.generation(), log.manifest().at(), fence.header().number(),
          fence.header().salt());
    } catch (CisternException noFence) {
      return new FoldedRange(now.mirror().toString(), now.generation(), log.manifest().at(), -1, 0);
    }
  }

  /** Gives the checkpoint its name, after a look whether it reads back; on failure nothing is left of it. */
  private Pointer named(Prepared prepared, Pointer now) throws DiskException {
    String name = MirrorLayout.checkpoint(prepared.range().upTo(), directory.nextUnique());
    Pointer next = new Pointer(
        now.mirror(), now.generation() + 1, Optional.of(name.substring(MirrorLayout.LOG.length() + 1)),
        prepared.range().upTo(), prepared.firstKept());
    try {
      directory.disk().rename(prepared.name(), name);
      directory.checkpoint(next).ifPresent(CheckpointReader::close);
      return next;
    } catch (DiskException | RuntimeException failed) {
      directory.dropQuietly(prepared.name());
      directory.dropQuietly(name);
      throw failed;
    }
  }

  @Override
  public void discard(Prepared prepared) {
    directory.dropQuietly(prepared.name());
  }

  @Override
  public boolean anyLeftBehind() {
    return LogFailures.translated(() -> directory.disk().list(MirrorLayout.LOG).stream()
        .map(DirectoryEntry::name)
        .anyMatch(name -> MirrorLayout.isUnfinishedCheckpoint(name) || !MirrorLayout.preparedFacts(name).isEmpty()));
  }

  @Override
  public List<Prepared> leftBehind() {
    return LogFailures.translated(() -> {
      List<Prepared> left = new ArrayList<>();
      for (DirectoryEntry entry : directory.disk().list(MirrorLayout.LOG)) {
        if (MirrorLayout.isUnfinishedCheckpoint(entry.name())) {
          directory.dropQuietly(MirrorLayout.LOG + "/" + entry.name());
        }
        PreparedName.parse(entry.name(), directory.mirror().toString()).ifPresent(left::add);
      }
      left.sort(Comparator.comparing(one -> one.range().upTo()));
      return left;
    });
  }

  @Override
  public CompactionNotes notes() {
    return notes.read();
  }

  @Override
  public void note(CompactionNotes next) {
    notes.write(next);
  }

  /** What the name of a prepared checkpoint says, so that whoever finds one needs nothing else. */
  private static final class PreparedName {
    private PreparedName() {}

    static Prepared of(FoldedRange range, long firstKept, CompactionResult result, long unique) {
      String name = MirrorLayout.preparedCheckpoint(List.of(
          range.upTo().number(), range.generation(), range.fence(), range.fenceSalt(), firstKept,
          result.firstKept().number(), result.recordsBefore(), result.recordsAfter(), result.bytesBefore(),
          result.bytesAfter(), result.pathsLive(), result.pathsDropped(), unique));
      return new Prepared(range, firstKept, name, result);
    }

    static Optional<Prepared> parse(String fileName, String mirror) {
      List<Long> facts = MirrorLayout.preparedFacts(fileName);
      if (facts.size() != 13 || facts.get(0) < 0 || facts.get(5) < 0) {
        return Optional.empty();
      }
      FoldedRange range =
          new FoldedRange(mirror, facts.get(1), new Sequence(facts.get(0)), facts.get(2), facts.get(3));
      CompactionResult result = new CompactionResult(
          new Sequence(facts.get(5)), facts.get(6), facts.get(7), facts.get(8), facts.get(9), facts.get(10),
          facts.get(11));
      return Optional.of(new Prepared(range, facts.get(4), MirrorLayout.LOG + "/" + fileName, result));
    }
  }
}
