package io.cistern.fs.log;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import io.cistern.fs.log.checkpoint.Row;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentHeader;
import io.cistern.fs.log.segment.SegmentScanner;
import io.cistern.fs.log.segment.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks through everything in the log directory for the state that reaches furthest: any checkpoint that reads back from
 * end to end, or none, and the groups that follow it without a gap. Trusts no pointer. Only reads; used under the mirror
 * lock.
 */
final class LongestPrefix implements AutoCloseable {
  private final LogDirectory directory;
  private final List<CheckpointReader> checkpoints = new ArrayList<>();
  private final Map<Long, Segment> segments = new TreeMap<>();

  LongestPrefix(LogDirectory directory) throws DiskException {
    this.directory = directory;
    try {
      openAll();
    } catch (DiskException | RuntimeException failed) {
      close();
      throw failed;
    }
    checkpoints.sort(Comparator.comparing((CheckpointReader reader) -> reader.header().generation()).reversed());
  }

  private void openAll() throws DiskException {
    List<String> names = directory.disk().list(MirrorLayout.LOG).stream()
        .filter(DirectoryEntry::readable)
        .map(DirectoryEntry::name)
        .sorted()
        .toList();
    for (String name : names) {
      if (MirrorLayout.isCheckpoint(name)) {
        checkpoint(name).ifPresent(checkpoints::add);
      } else if (MirrorLayout.segmentNumber(name).isPresent()) {
        long number = MirrorLayout.segmentNumber(name).getAsLong();
        segment(number).ifPresent(segment -> segments.put(number, segment));
      }
    }
  }

  /**
   * A state that reads back.
   *
   * @param base the checkpoint it begins with; closed with the search
   * @param units what follows the checkpoint, in order
   */
  record Found(Optional<CheckpointReader> base, List<Unit> units, Fold fold) {
    private boolean reachesFurtherThan(Found other) {
      int order = fold.at().compareTo(other.fold.at());
      return order > 0 || (order == 0 && units.size() > other.units.size() && base.equals(other.base));
    }
  }

  /** The state that reaches furthest; among equals the one of the newest checkpoint. */
  Found search() throws DiskException {
    List<Optional<CheckpointReader>> bases = new ArrayList<>();
    checkpoints.forEach(reader -> bases.add(Optional.of(reader)));
    bases.add(Optional.empty());
    Optional<Found> best = Optional.empty();
    for (Optional<CheckpointReader> base : bases) {
      for (Found found : from(base)) {
        best = best.filter(known -> !found.reachesFurtherThan(known)).or(() -> Optional.of(found));
      }
    }
    return best.orElseThrow();
  }

  /** The segments whose beginning reads back. */
  List<Segment> segments() {
    return List.copyOf(segments.values());
  }

  /** The highest generation that a whole checkpoint is of; 0 without one. */
  long generation() {
    return checkpoints.isEmpty() ? 0 : checkpoints.getFirst().header().generation();
  }

  @Override
  public void close() {
    checkpoints.forEach(CheckpointReader::close);
    segments.values().forEach(Segment::close);
  }

  private List<Found> from(Optional<CheckpointReader> base) throws DiskException {
    Sequence next = base.map(reader -> reader.header().upTo()).orElse(Sequence.NONE).next();
    List<Found> all = new ArrayList<>();
    all.add(new Found(base, List.of(), new Fold(base)));
    for (Segment start : segments.values()) {
      if (start.header().first().compareTo(next) <= 0) {
        all.add(walk(base, start));
      }
    }
    return all;
  }

  private Found walk(Optional<CheckpointReader> base, Segment start) throws DiskException {
    Fold fold = new Fold(base);
    List<Unit> taken = new ArrayList<>();
    Sequence expected = start.header().first();
    Optional<Segment> here = Optional.of(start);
    while (here.isPresent()) {
      Segment segment = here.get();
      Optional<Segment> follower = Optional.ofNullable(segments.get(segment.header().number() + 1));
      List<Unit> units = new ArrayList<>();
      Optional<Sequence> joined = follower.isPresent()
          ? upToFollower(segment, follower.get(), expected, units)
          : Optional.empty();
      if (joined.isEmpty()) {
        units.clear();
        new SegmentScanner(segment).readToEnd(SegmentHeader.BYTES, expected, units::add);
      }
      if (!apply(units, fold, taken) || joined.isEmpty()) {
        break;
      }
      expected = joined.get();
      here = follower;
    }
    return new Found(base, taken, fold);
  }

  /** The number of the group that the follower begins with; empty when the two do not join. */
  private static Optional<Sequence> upToFollower(
      Segment segment, Segment follower, Sequence expected, List<Unit> units) throws DiskException {
    try {
      SegmentScanner.End end = new SegmentScanner(segment)
          .readTo(follower.header().previousEnd(), SegmentHeader.BYTES, expected, units::add);
      return Optional.of(end.next()).filter(next -> follower.header().first().equals(next));
    } catch (CisternException _) {
      return Optional.empty();
    }
  }

  /** Applies as many as can be understood; whether that is all. */
  private static boolean apply(List<Unit> units, Fold fold, List<Unit> taken) throws DiskException {
    for (Unit unit : units) {
      try {
        fold.apply(unit);
      } catch (CisternException _) {
        return false;
      }
      taken.add(unit);
    }
    return true;
  }

  /** A checkpoint that reads back from end to end. */
  private Optional<CheckpointReader> checkpoint(String fileName) throws DiskException {
    String name = MirrorLayout.LOG + "/" + fileName;
    DiskFile file = directory.disk().openToRead(name);
    try {
      CheckpointReader reader = CheckpointReader.openAny(file, name, directory.mirror());
      readWhole(reader);
      return Optional.of(reader);
    } catch (DiskException | CisternException _) {
      file.close();
      return Optional.empty();
    }
  }

  /** Reads every entry of a checkpoint. */
  static void readWhole(CheckpointReader reader) throws DiskException {
    reader.bootstrap();
    CheckpointReader.Cursor rows = reader.from(new byte[0], false);
    for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
      row.get().entry();
    }
  }

  private Optional<Segment> segment(long number) throws DiskException {
    try {
      return directory.segment(number, false);
    } catch (CisternException _) {
      return Optional.empty();
    }
  }
}
