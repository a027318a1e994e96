package io.cistern.fs.log;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;

/** A moving window over a file, so that reading it from end to end takes few reads and little memory. */
final class SegmentWindow {
  /** Four of the largest frames. */
  private static final int BYTES = 256 * 1024;

  private final DiskFile file;
  private final byte[] bytes = new byte[BYTES];
  private long start;
  private int filled;

  SegmentWindow(DiskFile file) {
    this.file = file;
  }

  /** Makes a range present; false when the file ends before it does. */
  boolean load(long place, int count) throws DiskException {
    if (place >= start && place + count <= start + filled) {
      return true;
    }
    start = place;
    filled = FileBytes.fill(file, place, bytes, 0, BYTES);
    return filled >= count;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} a place of the file is; only after it was loaded. */
  int at(long place) {
    return (int) (place - start);
  }
}
