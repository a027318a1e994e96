package io.cistern.fs.log.segment;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;

import io.cistern.fs.log.codec.ByteWriter;
import java.nio.ByteBuffer;

/** The last segment, open to be written at its end. Used under the mirror lock only. */
public final class SegmentWriter implements AutoCloseable {
  /** Room taken at a time, so that most commits need none. */
  public static final long RESERVE = 1L << 20;

  /** Room that only what gives room back may use, so that a full disk can be emptied; for some hundred paths at once. */
  public static final long KEPT = 256L << 10;

  private final Segment segment;
  private final Forces forces;
  private long end;
  private long forced;
  private long reserved;

  /**
   * @param end where the next frame goes; a multiple of {@link Frame#ALIGNMENT}
   * @param forced how far the segment is forced
   */
  public SegmentWriter(Segment segment, long end, long forced, Forces forces) {
    this.segment = segment;
    this.end = end;
    this.forced = forced;
    this.forces = forces;
    this.reserved = end;
  }

  public SegmentHeader header() {
    return segment.header();
  }

  public DiskFile file() {
    return segment.file();
  }

  public long end() {
    return end;
  }

  public long forced() {
    return forced;
  }

  public boolean isEmpty() {
    return end == SegmentHeader.BYTES;
  }

  /**
   * Makes room for so many bytes more, before anything of them is written. Takes a little more where it can be had.
   */
  public void reserve(long more) throws DiskException {
    if (end + more > reserved) {
      reserved = reserveIn(segment.file(), end + more);
    }
  }

  /**
   * Reserves room from the beginning of a file of the log, {@link #RESERVE} more where that can be had.
   *
   * @return how far there is room now
   */
  public static long reserveIn(DiskFile file, long needed) throws DiskException {
    try {
      file.reserve(needed + RESERVE);
      return needed + RESERVE;
    } catch (DiskException refused) {
      if (refused.kind() != DiskException.Kind.NO_SPACE) {
        throw refused;
      }
      file.reserve(needed);
      return needed;
    }
  }

  /** Adds the frames of one kind of unit to a batch that will be written at the end. */
  public void pack(ByteWriter batch, Frame.Kind kind, long sequence, byte[] payload) {
    Frame.pack(batch, end, segment.header().salt(), kind, sequence, payload, forced);
  }

  /**
   * Writes a batch in one call. When that fails, some of it may be visible to others, and nobody may act as if it had
   * not been written.
   */
  public void write(ByteWriter batch) {
    try {
      segment.file().write(end, ByteBuffer.wrap(batch.array(), 0, batch.length()));
    } catch (DiskException failed) {
      throw forces.taint(failed);
    }
    end += batch.length();
  }

  public void force() {
    if (forced < end) {
      forces.file(segment.file());
      forced = end;
    }
  }

  /** Gives back the room behind the end, once another segment has taken over; without it room is wasted, nothing else. */
  public void trim() {
    try {
      segment.file().truncate(end);
    } catch (DiskException kept) {
      // The segment goes with a later compaction, and its room with it.
    }
  }

  @Override
  public void close() {
    segment.close();
  }
}
