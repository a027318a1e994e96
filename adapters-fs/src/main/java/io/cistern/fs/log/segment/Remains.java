package io.cistern.fs.log.segment;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.log.codec.ByteWriter;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds whatever is whole in a segment, wherever it stands and whatever is missing between. */
public final class Remains {
  private final Segment segment;
  private final SegmentWindow window;
  private final long length;

  public Remains(Segment segment) throws DiskException {
    this.segment = segment;
    this.window = new SegmentWindow(segment.file());
    this.length = segment.file().facts().size();
  }

  /**
   * Passes on every whole group and retirement.
   *
   * @return the highest number that any whole frame speaks of
   */
  public long collect(Consumer<Unit> sink) throws DiskException {
    long highest = 0;
    ByteWriter open = new ByteWriter(4096);
    long begun = 0;
    int frames = 0;
    for (long place = SegmentHeader.BYTES; place + Frame.HEADER <= length;) {
      Optional<Frame> found = frame(place);
      if (found.isEmpty()) {
        frames = 0;
        place += Frame.ALIGNMENT;
        continue;
      }
      Frame frame = found.get();
      highest = Math.max(highest, frame.sequence());
      if (frame.ordinal() == 1) {
        open.clear();
        begun = place;
        frames = 0;
      }
      boolean joins = frame.ordinal() == frames + 1;
      frames = joins ? frames + 1 : 0;
      open.raw(frame.payload());
      if (joins && frame.closes()) {
        sink.accept(new Unit(
            frame.kind(), new Sequence(frame.sequence()), open.toBytes(), segment.header().number(), begun));
      }
      place += frame.size();
    }
    return highest;
  }

  /** A frame of a version that nobody knows is none of ours. */
  private Optional<Frame> frame(long place) throws DiskException {
    try {
      return Frame.at(window, place, segment.header().salt(), segment.name());
    } catch (CisternException _) {
      return Optional.empty();
    }
  }
}
