package io.cistern.fs.log;

import io.cistern.application.port.Compactor.Snapshot;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import io.cistern.fs.log.checkpoint.CheckpointWriter;
import io.cistern.fs.log.checkpoint.Row;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Folds a checkpoint and closed segments into a file, reading them through handles of its own, so beside everybody's
 * work. Keeps a bounded part of the changes in memory and reads the segments again for the next part, because the log
 * may be as large as the checkpoint while the foreground holds a fold of its own.
 */
final class CheckpointMaking implements AutoCloseable {
  /** The changes of some two hundred thousand names, so that all but the largest logs are read once. */
  static final long MEMORY = 32L << 20;

  /** Rows between two looks at the time and at who wants this to end. */
  private static final int ROWS = 512;

  private final Pointer under;
  private final Snapshot snapshot;
  private final LogReader reader;
  private final Runnable lookAround;
  private final long memory;
  private final Optional<CheckpointReader> base;
  private final List<Segment> segments = new ArrayList<>();
  private final KeptSegments.Counts records = new KeptSegments.Counts();
  private long dropped;

  /**
   * Opens what the snapshot is made of.
   *
   * @param lookAround called every so often; what it throws ends the work
   * @param memory how much of the changes is held at a time
   */
  CheckpointMaking(LogDirectory directory, Snapshot snapshot, Runnable lookAround, long memory)
      throws DiskException {
    this.under = directory.pointer().orElseThrow(() -> LogFailures.damaged("the pointer of the log is missing"));
    this.snapshot = snapshot;
    this.reader = new LogReader(directory);
    this.lookAround = lookAround;
    this.memory = memory;
    this.base = directory.checkpoint(under);
    boolean open = false;
    try {
      for (long number = under.firstSegment(); number <= snapshot.range().fence(); number++) {
        long missing = number;
        segments.add(directory.segment(number, false)
            .orElseThrow(() -> LogFailures.damaged("segment " + missing + " is missing")));
      }
      open = true;
    } finally {
      if (!open) {
        close();
      }
    }
  }

  /** Whether the mirror is still under the pointer that the snapshot was taken under. */
  boolean fits() {
    return under.generation() == snapshot.range().generation() && !segments.isEmpty();
  }

  /** Writes the checkpoint; how many entries it has. */
  long write(DiskFile file) throws DiskException {
    file.reserve(base.map(CheckpointReader::length).orElse(0L));
    CheckpointWriter writer = new CheckpointWriter(file, under.mirror(), under.generation() + 1);
    Optional<byte[]> from = Optional.of(new byte[0]);
    Fold fold = new Fold(base);
    while (from.isPresent()) {
      NameWindow window = NameWindow.from(from.get(), memory);
      fold = folded(window, from.get().length == 0);
      write(fold, from.get(), window.end(), writer);
      dropped += fold.gone();
      from = window.end();
    }
    return writer.finish(fold.at(), fold.watermark(), fold.landmarks(), fold.pins(), fold.bootstrap()).entries();
  }

  private Fold folded(NameWindow window, boolean counting) throws DiskException {
    Fold fold = new Fold(base, window);
    LogReader.FoldSink sink = new LogReader.FoldSink(fold);
    Sequence next = segments.getFirst().header().first();
    for (int i = 0; i + 1 < segments.size(); i++) {
      next = reader.readClosed(segments.get(i), segments.get(i + 1), SegmentHeader.BYTES, next, unit -> {
        lookAround.run();
        if (counting) {
          records.count(unit);
        }
        sink.accept(unit);
      });
    }
    Invariant.check(fold.unretiredCount() == 0, "I11: a checkpoint drops only retired records");
    Invariant.check(fold.at().equals(snapshot.range().upTo()), "a checkpoint holds what its snapshot says");
    return fold;
  }

  private void write(Fold fold, byte[] from, Optional<byte[]> end, CheckpointWriter writer) throws DiskException {
    MergedRows rows = new MergedRows(fold, from, false);
    int since = 0;
    for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
      if (end.isPresent() && Arrays.compareUnsigned(row.get().name(), end.get()) >= 0) {
        return;
      }
      writer.add(row.get());
      if (++since % ROWS == 0) {
        lookAround.run();
      }
    }
  }

  /** Names that the log removed. */
  long dropped() {
    return dropped;
  }

  /** What the segments that were read hold; only after {@link #write}. */
  KeptSegments segments() {
    SegmentHeader fence = segments.getLast().header();
    return KeptSegments.of(segments.subList(0, segments.size() - 1), fence.previousEnd(), fence.first(), records);
  }

  /** Bytes of the checkpoint that is replaced. */
  long baseBytes() {
    return base.map(CheckpointReader::length).orElse(0L);
  }

  @Override
  public void close() {
    segments.forEach(Segment::close);
    base.ifPresent(CheckpointReader::close);
  }
}
