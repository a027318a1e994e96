package io.cistern.fs.log;

import io.cistern.application.port.History;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.segment.Frame;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentScanner;
import io.cistern.fs.log.segment.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The groups that the log still holds, oldest first, each with its retirement. Holds a few numbers per group, and
 * reads groups as the iteration comes to them. Close it; used by one thread at a time.
 */
public final class LogHistory implements History.Page, OpenFiles {
  /** Segment and place of a group, segment and place of its retirement. */
  private static final int COLUMNS = 4;

  private static final long NOWHERE = -1;

  private final List<Segment> segments;
  private final long firstSegment;
  private long first;
  private long count;
  private long[] places = new long[COLUMNS * 64];
  private long at;

  /**
   * @param segments open and closed with this; what is read of them joins
   */
  LogHistory(List<Segment> segments) {
    this.segments = segments;
    this.firstSegment = segments.getFirst().header().number();
    this.first = segments.getFirst().header().first().number();
  }

  /** Passes over everything before a sequence. */
  void startAt(Sequence from) {
    at = Math.max(0, Math.min(count, from.number() - first));
  }

  void note(Unit unit) {
    if (unit.kind() == Frame.Kind.DATA) {
      if ((count + 1) * COLUMNS > places.length) {
        places = Arrays.copyOf(places, places.length * 2);
      }
      place(count, 0, unit);
      places[(int) count * COLUMNS + 3] = NOWHERE;
      count++;
    } else if (unit.sequence().number() >= first) {
      place(unit.sequence().number() - first, 2, unit);
    }
  }

  @Override
  public Sequence begins() {
    return new Sequence(first);
  }

  @Override
  public boolean hasNext() {
    return at < count;
  }

  @Override
  public History.Item next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int row = (int) at * COLUMNS;
    at++;
    return LogFailures.translated(() -> new History.Item(
        unit(row).committed(),
        places[row + 3] == NOWHERE ? Optional.empty() : Optional.of(unit(row + 2).retirement())));
  }

  @Override
  public void close() {
    segments.forEach(Segment::close);
  }

  private void place(long group, int column, Unit unit) {
    int cell = (int) group * COLUMNS + column;
    places[cell] = unit.segment();
    places[cell + 1] = unit.at();
  }

  private Unit unit(int cell) throws DiskException {
    Segment segment = segments.get((int) (places[cell] - firstSegment));
    return new SegmentScanner(segment).unitAt(places[cell + 1]);
  }
}
