package io.cistern.fs.log;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads whole ranges of a file. */
final class FileBytes {
  private FileBytes() {}

  /** Up to {@code count} bytes from a position; fewer only where the file ends. */
  static byte[] read(DiskFile file, long position, int count) throws DiskException {
    byte[] bytes = new byte[count];
    int filled = fill(file, position, bytes, 0, count);
    return filled == count ? bytes : Arrays.copyOf(bytes, filled);
  }

  /** Fills a range of an array; returns how many bytes the file had. */
  static int fill(DiskFile file, long position, byte[] into, int from, int count) throws DiskException {
    ByteBuffer buffer = ByteBuffer.wrap(into, from, count);
    while (buffer.hasRemaining()) {
      int more = file.read(position + count - buffer.remaining(), buffer);
      if (more <= 0) {
        break;
      }
    }
    return count - buffer.remaining();
  }
}
