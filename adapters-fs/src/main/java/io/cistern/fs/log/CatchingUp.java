package io.cistern.fs.log;

import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DiskException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings a process to the end of the log: by what is new where it can, else from the checkpoint. Nothing reaches the
 * manifest before it is forced (flaw F1). Used under the mirror lock only.
 */
final class CatchingUp {
  private final LogDirectory directory;
  private final LogReader reader;
  private final TailMender mender;
  private final FileManifest manifest;

  CatchingUp(LogDirectory directory, Forces forces, FileManifest manifest) {
    this.directory = directory;
    this.reader = new LogReader(directory);
    this.mender = new TailMender(directory, forces);
    this.manifest = manifest;
  }

  /**
   * @param evidence where a torn tail was kept
   */
  record Result(LogPosition position, Optional<String> evidence) {}

  /**
   * Catches up.
   *
   * @param from where this process stood; empty to read everything
   * @param trusted whether the last holder of the lock left it in order
   */
  Result run(Optional<LogPosition> from, boolean trusted) throws DiskException {
    Pointer pointer = directory.pointer().orElseThrow(() -> LogFailures.damaged("the pointer of the log is missing"));
    if (trusted && from.isPresent() && from.get().pointer().equals(pointer)) {
      Optional<Result> continued = continued(from.get());
      if (continued.isPresent()) {
        return continued.get();
      }
    }
    Result result = loaded(pointer, trusted);
    from.ifPresent(before -> before.writer().close());
    return result;
  }

  /** Reads what was written behind the place where this process stood; empty when the log does not go on from there. */
  private Optional<Result> continued(LogPosition from) throws DiskException {
    List<Segment> segments = reader.openFrom(from.writer().header().number(), true);
    boolean settled = false;
    try {
      long place = from.writer().end();
      boolean goesOn = !segments.isEmpty() && from.standsIn(segments.getFirst())
          && (segments.size() == 1 || segments.get(1).header().previousEnd() >= place);
      if (!goesOn) {
        return Optional.empty();
      }
      Sequence next = manifest.at().next();
      List<Unit> units = new ArrayList<>();
      SegmentScanner.End end = reader.read(segments, place, next, units::add);
      TailMender.Mended mended = mender.mend(segments.getLast(), end, true);
      settled = true;
      applyAll(units);
      from.writer().close();
      long closed = from.closedBytes() + closedBytes(segments);
      return Optional.of(new Result(
          new LogPosition(from.pointer(), mended.writer(), closed, directory.disk()), mended.evidence()));
    } finally {
      closeAll(settled ? segments.subList(0, segments.size() - 1) : segments);
    }
  }

  private Result loaded(Pointer pointer, boolean trusted) throws DiskException {
    LogReader.Loaded loaded = reader.load(pointer, true);
    boolean settled = false;
    try {
      List<Segment> segments = loaded.segments();
      Segment last = segments.getLast();
      if (directory.lastSegment().orElse(0) > last.header().number()) {
        throw LogFailures.damaged("segment " + (last.header().number() + 1) + " is missing");
      }
      TailMender.Mended mended = mender.mend(last, loaded.end(), trusted);
      boolean rewritten = mended.writer().header().number() != last.header().number();
      long closed = closedBytes(segments) + (rewritten ? mended.writer().header().previousEnd() : 0);
      LogPosition position = new LogPosition(pointer, mended.writer(), closed, directory.disk());
      directory.tidy(pointer);
      manifest.switchTo(loaded.fold());
      settled = true;
      closeAll(segments.subList(0, segments.size() - 1));
      return new Result(position, mended.evidence());
    } finally {
      if (!settled) {
        loaded.close();
      }
    }
  }

  private void applyAll(List<Unit> units) {
    manifest.change(fold -> {
      for (Unit unit : units) {
        fold.apply(unit);
      }
      return fold;
    });
  }

  /** Bytes of all but the last of these segments that count. */
  private static long closedBytes(List<Segment> segments) {
    return segments.stream().skip(1).mapToLong(segment -> segment.header().previousEnd()).sum();
  }

  private static void closeAll(List<Segment> segments) {
    segments.forEach(Segment::close);
  }
}
