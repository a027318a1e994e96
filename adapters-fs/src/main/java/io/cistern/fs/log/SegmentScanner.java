package io.cistern.fs.log;

import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DiskException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the whole groups and retirements of one segment, and judges what follows them.
 *
 * <p>A frame that does not read back proves nothing by itself: a power cut leaves any mixture of old, new and torn bytes
 * above the last force (flaw F3). It is damage only when something whole says that its place had been forced.
 */
final class SegmentScanner {
  private final Segment segment;
  private final SegmentWindow window;

  SegmentScanner(Segment segment) {
    this.segment = segment;
    this.window = new SegmentWindow(segment.file());
  }

  /**
   * Where reading ended, and why.
   *
   * @param validEnd where the last whole unit ends
   * @param fileLength how long the file is
   * @param forced how far the segment is known to have been forced, by any whole frame in it
   * @param next the number the next group must have
   */
  record End(long validEnd, long fileLength, long forced, Sequence next) {
    /** Something that had been forced does not read back. */
    boolean damaged() {
      return forced > validEnd;
    }

    boolean torn() {
      return fileLength > validEnd;
    }
  }

  /**
   * Reads the last segment of the log.
   *
   * @param from where a unit begins; everything before is known to be forced
   * @param next the number of the next group
   */
  End readToEnd(long from, Sequence next, Consumer<Unit> sink) throws DiskException {
    long length = segment.file().facts().size();
    Progress progress =
        new Progress(segment.header().number(), Math.max(from, segment.header().bornLength()), from, next);
    long bad = read(progress, length, sink);
    long forced = Math.max(progress.forced, claimsBeyond(bad, length, progress));
    return new End(progress.validEnd, length, forced, progress.next);
  }

  /**
   * Reads a segment that another one follows, exactly up to where that one says it ends.
   *
   * @throws io.cistern.domain.failure.CisternException {@code MIRROR_DAMAGED} when it does not read back to there
   */
  End readTo(long limit, long from, Sequence next, Consumer<Unit> sink) throws DiskException {
    Progress progress = new Progress(segment.header().number(), limit, from, next);
    read(progress, limit, sink);
    if (progress.validEnd != limit) {
      throw LogFailures.damaged(
          segment.name() + " does not read back at byte " + progress.validEnd + " of " + limit);
    }
    return new End(limit, limit, limit, progress.next);
  }

  /** Reads one unit again, from where it was found before. */
  Unit unitAt(long at) throws DiskException {
    ByteWriter payload = new ByteWriter(4096);
    long place = at;
    while (true) {
      long here = place;
      Frame frame = Frame.at(window, place, segment.header().salt(), segment.name())
          .orElseThrow(() -> LogFailures.damaged(segment.name() + " does not read back at byte " + here));
      payload.raw(frame.payload());
      place += frame.size();
      if (frame.closes()) {
        return new Unit(
            frame.kind(), new Sequence(frame.sequence()), payload.toBytes(), segment.header().number(), at);
      }
    }
  }

  /** Returns the place where reading stopped. */
  private long read(Progress progress, long limit, Consumer<Unit> sink) throws DiskException {
    long place = progress.validEnd;
    while (place < limit) {
      Optional<Frame> frame = Frame.at(window, place, segment.header().salt(), segment.name());
      if (frame.isEmpty() || place + frame.get().size() > limit || !progress.continues(frame.get())) {
        return place;
      }
      place += frame.get().size();
      progress.take(frame.get(), place, sink);
    }
    return place;
  }

  /**
   * Looks for whole frames behind the first bad one. Any of them tells how far the segment had been forced; one that
   * retires a group that was not read tells that its group was.
   */
  private long claimsBeyond(long bad, long length, Progress progress) throws DiskException {
    long claimed = 0;
    long place = bad;
    while (place + Frame.HEADER <= length) {
      Optional<Frame> frame = Frame.at(window, place, segment.header().salt(), segment.name());
      if (frame.isPresent()) {
        claimed = Math.max(claimed, frame.get().forced());
        if (frame.get().kind() == Frame.Kind.RETIRED && frame.get().sequence() >= progress.next.number()) {
          claimed = Math.max(claimed, place);
        }
      }
      place += frame.map(Frame::size).orElse((long) Frame.ALIGNMENT);
    }
    return claimed;
  }

  /** The unit being put together. */
  private static final class Progress {
    private final ByteWriter open = new ByteWriter(4096);
    private final long segment;
    private long forced;
    private long validEnd;
    private Sequence next;
    private int frames;
    private Optional<Frame> first = Optional.empty();

    Progress(long segment, long forced, long validEnd, Sequence next) {
      this.segment = segment;
      this.forced = forced;
      this.validEnd = validEnd;
      this.next = next;
    }

    boolean continues(Frame frame) {
      if (frame.ordinal() != frames + 1) {
        return false;
      }
      if (first.isPresent()) {
        return frame.kind() == first.get().kind() && frame.sequence() == first.get().sequence();
      }
      return switch (frame.kind()) {
        case DATA -> frame.sequence() == next.number();
        case RETIRED -> frame.sequence() > 0 && frame.sequence() < next.number();
      };
    }

    void take(Frame frame, long end, Consumer<Unit> sink) {
      if (first.isEmpty()) {
        first = Optional.of(frame);
      }
      frames++;
      forced = Math.max(forced, frame.forced());
      open.raw(frame.payload());
      if (frame.closes()) {
        Unit unit = new Unit(frame.kind(), new Sequence(frame.sequence()), open.toBytes(), segment, validEnd);
        if (frame.kind() == Frame.Kind.DATA) {
          next = next.next();
        }
        validEnd = end;
        first = Optional.empty();
        frames = 0;
        open.clear();
        sink.accept(unit);
      }
    }
  }
}
