package io.cistern.fs.log;

import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DiskException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the segments of a log one after the other and checks that they join. */
final class LogReader {
  private final LogDirectory directory;

  LogReader(LogDirectory directory) {
    this.directory = directory;
  }

  /**
   * Opens a segment and every one that follows it.
   *
   * @throws io.cistern.domain.failure.CisternException {@code MIRROR_DAMAGED} when a header does not read back
   */
  List<Segment> openFrom(long first, boolean toWrite) throws DiskException {
    List<Segment> open = new ArrayList<>();
    try {
      Optional<Segment> next = directory.segment(first, toWrite);
      while (next.isPresent()) {
        open.add(next.get());
        next = directory.segment(next.get().header().number() + 1, toWrite);
      }
      return open;
    } catch (DiskException | RuntimeException failed) {
      open.forEach(Segment::close);
      throw failed;
    }
  }

  /**
   * Reads whole units from a place in the first of these segments to the end of the last.
   *
   * @param next the number of the first group to come
   * @return where the last segment ends
   * @throws io.cistern.domain.failure.CisternException {@code MIRROR_DAMAGED} when segments do not join, or a segment
   *     that another follows does not read back
   */
  SegmentScanner.End read(List<Segment> segments, long from, Sequence next, Consumer<Unit> sink)
      throws DiskException {
    long place = from;
    Sequence expected = next;
    for (int i = 0; i + 1 < segments.size(); i++) {
      SegmentHeader follower = segments.get(i + 1).header();
      SegmentScanner.End end =
          new SegmentScanner(segments.get(i)).readTo(follower.previousEnd(), place, expected, sink);
      expected = end.next();
      place = SegmentHeader.BYTES;
      if (!follower.first().equals(expected)) {
        throw LogFailures.damaged(
            segments.get(i + 1).name() + " begins with group " + follower.first() + " where " + expected + " follows");
      }
    }
    return new SegmentScanner(segments.getLast()).readToEnd(place, expected, sink);
  }

  /**
   * Folds the log that a pointer describes: its checkpoint and all segments from its first on.
   *
   */
  Loaded load(Pointer pointer, boolean toWrite) throws DiskException {
    Optional<CheckpointReader> checkpoint = directory.checkpoint(pointer);
    List<Segment> segments = List.of();
    try {
      segments = openFrom(pointer.firstSegment(), toWrite);
      if (segments.isEmpty()) {
        throw LogFailures.damaged("segment " + pointer.firstSegment() + " is missing");
      }
      Sequence first = segments.getFirst().header().first();
      if (first.compareTo(pointer.upTo().next()) > 0) {
        throw LogFailures.damaged("groups " + pointer.upTo().next() + " to " + first + " are missing");
      }
      Fold fold = new Fold(checkpoint);
      SegmentScanner.End end = read(segments, SegmentHeader.BYTES, first, new FoldSink(fold));
      return new Loaded(pointer, fold, segments, end);
    } catch (DiskException | RuntimeException failed) {
      segments.forEach(Segment::close);
      checkpoint.ifPresent(CheckpointReader::close);
      throw failed;
    }
  }

  /** Passes units on to a fold, whose reading of the checkpoint may fail. */
  private record FoldSink(Fold fold) implements Consumer<Unit> {
    @Override
    public void accept(Unit unit) {
      LogFailures.translated(() -> {
        fold.apply(unit);
        return unit;
      });
    }
  }

  /**
   * A log as it was read.
   *
   * @param segments open, oldest first
   * @param end of the last one
   */
  record Loaded(Pointer pointer, Fold fold, List<Segment> segments, SegmentScanner.End end) implements OpenFiles {
    /** Bytes of all its segments that count. */
    long bytes() {
      long closed = 0;
      for (int i = 0; i + 1 < segments.size(); i++) {
        closed += segments.get(i + 1).header().previousEnd();
      }
      return closed + end.validEnd();
    }

    @Override
    public void close() {
      segments.forEach(Segment::close);
      fold.close();
    }
  }
}
