package io.cistern.fs.log;

import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import io.cistern.fs.log.checkpoint.CheckpointWriter;
import io.cistern.fs.log.checkpoint.Row;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentHeader;
import io.cistern.fs.log.segment.SegmentScanner;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What compacting a log now would do, to the byte as long as nobody changes the mirror: it is folded, and the checkpoint
 * is weighed instead of written.
 */
record CompactionForecast(CompactionResult result) implements OpenFiles {
  /** Looks at the log that a pointer describes. */
  static CompactionForecast under(LogDirectory directory, Pointer pointer, int keepRecent) throws DiskException {
    LogReader reader = new LogReader(directory);
    Optional<CheckpointReader> base = directory.checkpoint(pointer);
    try (Fold fold = new Fold(base)) {
      List<Segment> segments = reader.openFrom(pointer.firstSegment(), false);
      try {
        return new CompactionForecast(folded(reader, pointer, segments, fold, keepRecent));
      } finally {
        segments.forEach(Segment::close);
      }
    }
  }

  private static CompactionResult folded(
      LogReader reader, Pointer pointer, List<Segment> segments, Fold fold, int keepRecent) throws DiskException {
    if (segments.isEmpty()) {
      throw LogFailures.damaged("segment " + pointer.firstSegment() + " is missing");
    }
    KeptSegments.Counts records = new KeptSegments.Counts();
    LogReader.FoldSink sink = new LogReader.FoldSink(fold);
    Sequence first = segments.getFirst().header().first();
    SegmentScanner.End end = reader.read(segments, SegmentHeader.BYTES, first, unit -> {
      records.count(unit);
      sink.accept(unit);
    });
    SegmentHeader last = segments.getLast().header();
    KeptSegments kept = end.validEnd() > SegmentHeader.BYTES || segments.size() == 1
        ? KeptSegments.of(segments, end.validEnd(), end.next(), records)
        : KeptSegments.of(segments.subList(0, segments.size() - 1), last.previousEnd(), end.next(), records);
    Weight weight = new Weight();
    long live = write(fold, new CheckpointWriter(weight, pointer.mirror(), pointer.generation() + 1));
    long firstKept = kept.within(kept.firstFor(fold.at().number() - keepRecent + 1), weight.bytes);
    return new CompactionResult(
        kept.begins(firstKept), kept.recordsFrom(0), kept.recordsFrom(firstKept),
        fold.base().map(CheckpointReader::length).orElse(0L) + kept.bytesFrom(0),
        weight.bytes + kept.bytesFrom(firstKept), live, fold.gone());
  }

  private static long write(Fold fold, CheckpointWriter writer) throws DiskException {
    MergedRows rows = new MergedRows(fold, new byte[0], false);
    for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
      writer.add(row.get());
    }
    return writer.finish(fold.at(), fold.watermark(), fold.landmarks(), fold.pins(), fold.bootstrap()).entries();
  }

  @Override
  public void close() {}

  /** Takes what is written, and keeps only how much it was. */
  private static final class Weight implements DiskFile {
    private long bytes;

    @Override
    public void write(long position, ByteBuffer from) {
      bytes = Math.max(bytes, position + from.remaining());
    }

    @Override
    public int read(long position, ByteBuffer into) {
      throw new UnsupportedOperationException("nothing is kept");
    }

    @Override
    public FileFacts facts() {
      throw new UnsupportedOperationException("there is no file");
    }

    @Override
    public void force() {}

    @Override
    public void truncate(long length) {
      bytes = length;
    }

    @Override
    public void reserve(long length) {}

    @Override
    public void setModified(long nanos) {}

    @Override
    public void close() {}
  }
}
