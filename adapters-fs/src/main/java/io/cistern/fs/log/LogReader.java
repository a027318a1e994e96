package io.cistern.fs.log;

import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentHeader;
import io.cistern.fs.log.segment.SegmentScanner;
import io.cistern.fs.log.segment.Unit;
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
    Sequence expected = next;
    long place = from;
    for (int i = 0; i + 1 < segments.size(); i++) {
      expected = readClosed(segments.get(i), segments.get(i + 1), place, expected, sink);
      place = SegmentHeader.BYTES;
    }
    return new SegmentScanner(segments.getLast()).readToEnd(place, expected, sink);
  }

  /** Reads a segment up to where the one that follows it says it ends; the number of the first group in that one. */
  Sequence readClosed(Segment segment, Segment follower, long from, Sequence next, Consumer<Unit> sink)
      throws DiskException {
    Sequence reached =
        new SegmentScanner(segment).readTo(follower.header().previousEnd(), from, next, sink).next();
    if (!follower.header().first().equals(reached)) {
      throw LogFailures.damaged(
          follower.name() + " begins with group " + follower.header().first() + " where " + reached + " follows");
    }
    return reached;
  }

  /**
   * Folds the log that a pointer describes: its checkpoint, and the segments that hold what follows it. Those before, which
   * are kept for the history, have to be there, and are not read.
   */
  Loaded load(Pointer pointer, boolean toWrite) throws DiskException {
    Optional<CheckpointReader> checkpoint = directory.checkpoint(pointer);
    List<Segment> segments = List.of();
    try {
      segments = openFrom(pointer.firstSegment(), toWrite);
      if (segments.isEmpty()) {
        throw LogFailures.damaged("segment " + pointer.firstSegment() + " is missing");
      }
      segments = fromFirstNeeded(segments, pointer.upTo().next());
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

  /** Closes the segments whose every group comes before this one; the others. */
  private static List<Segment> fromFirstNeeded(List<Segment> segments, Sequence wanted) {
    int needed = segments.size() - 1;
    while (needed > 0 && segments.get(needed).header().first().compareTo(wanted) > 0) {
      needed--;
    }
    segments.subList(0, needed).forEach(Segment::close);
    return segments.subList(needed, segments.size());
  }

  /** Passes units on to a fold, whose reading of the checkpoint may fail. */
  record FoldSink(Fold fold) implements Consumer<Unit> {
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
   * @param segments open, oldest first, from the first that holds what follows the checkpoint
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
