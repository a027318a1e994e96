package io.cistern.fs.log.segment;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.log.codec.FileBytes;

/** A moving window over a file, so that reading it from end to end takes few reads and little memory. */
public final class SegmentWindow {
  /** What a small log, or one frame, fits into. */
  private static final int FIRST = 8 * 1024;

  /** Four of the largest frames. */
  private static final int MOST = 256 * 1024;

  private final DiskFile file;
  private byte[] bytes = new byte[0];
  private long start;
  private int filled;

  public SegmentWindow(DiskFile file) {
    this.file = file;
  }

  /** Makes a range present; false when the file ends before it does. */
  public boolean load(long place, int count) throws DiskException {
    if (place >= start && place + count <= start + filled) {
      return true;
    }
    int wanted = Math.clamp(Math.max(bytes.length * 4, count), FIRST, MOST);
    if (wanted > bytes.length) {
      bytes = new byte[wanted];
    }
    start = place;
    filled = FileBytes.fill(file, place, bytes, 0, bytes.length);
    return filled >= count;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} a place of the file is; only after it was loaded. */
  public int at(long place) {
    return (int) (place - start);
  }
}
