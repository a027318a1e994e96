package io.cistern.fs.workspace;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes of an open file from a position on, as a stream that closes the file. */
final class FileBytes extends InputStream {
  private final DiskFile file;
  private long position;

  FileBytes(DiskFile file, long from) {
    this.file = file;
    this.position = from;
  }

  @Override
  public int read() throws DiskException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws DiskException {
    if (length == 0) {
      return 0;
    }
    int count = file.read(position, ByteBuffer.wrap(into, offset, length));
    position += Math.max(count, 0);
    return count;
  }

  @Override
  public void close() {
    file.close();
  }
}
