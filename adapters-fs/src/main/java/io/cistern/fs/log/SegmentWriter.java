package io.cistern.fs.log;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.nio.ByteBuffer;

/** The last segment, open to be written at its end. Used under the mirror lock only. */
final class SegmentWriter implements AutoCloseable {
  private final Segment segment;
  private final Forces forces;
  private long end;
  private long forced;
  private long reserved;

  /**
   * @param end where the next frame goes; a multiple of {@link Frame#ALIGNMENT}
   * @param forced how far the segment is forced
   */
  SegmentWriter(Segment segment, long end, long forced, Forces forces) {
    this.segment = segment;
    this.end = end;
    this.forced = forced;
    this.forces = forces;
    this.reserved = end;
  }

  SegmentHeader header() {
    return segment.header();
  }

  DiskFile file() {
    return segment.file();
  }

  long end() {
    return end;
  }

  long forced() {
    return forced;
  }

  boolean isEmpty() {
    return end == SegmentHeader.BYTES;
  }

  /**
   * Makes room for so many bytes more, before anything of them is written. Takes a little more where it can be had.
   */
  void reserve(long more) throws DiskException {
    long needed = end + more;
    if (needed <= reserved) {
      return;
    }
    long generous = needed + LogDirectory.RESERVE;
    try {
      segment.file().reserve(generous);
      reserved = generous;
    } catch (DiskException refused) {
      if (refused.kind() != DiskException.Kind.NO_SPACE) {
        throw refused;
      }
      segment.file().reserve(needed);
      reserved = needed;
    }
  }

  /** Adds the frames of one kind of unit to a batch that will be written at the end. */
  void pack(ByteWriter batch, Frame.Kind kind, long sequence, byte[] payload) {
    Frame.pack(batch, end, segment.header().salt(), kind, sequence, payload, forced);
  }

  /**
   * Writes a batch in one call. When that fails, some of it may be visible to others, and nobody may act as if it had
   * not been written.
   */
  void write(ByteWriter batch) {
    try {
      segment.file().write(end, ByteBuffer.wrap(batch.array(), 0, batch.length()));
    } catch (DiskException failed) {
      throw forces.taint(failed);
    }
    end += batch.length();
  }

  void force() {
    if (forced < end) {
      forces.file(segment.file());
      forced = end;
    }
  }

  @Override
  public void close() {
    segment.close();
  }
}
