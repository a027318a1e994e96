package io.cistern.fs.tree;

import io.cistern.application.port.Spool;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Room in this process's staging directory; reaped with it when the process dies. */
final class SpoolRoom implements Spool.Room {
  private final Disk disk;
  private final String name;

  SpoolRoom(Disk disk, String name) {
    this.disk = disk;
    this.name = name;
  }

  @Override
  public OutputStream write() {
    try {
      return new Writing(disk.create(name));
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public InputStream read(long from) {
    try {
      InputStream stream = Contents.open(disk, name).orElseThrow(
          () -> Failures.of(new DiskException(DiskException.Kind.NOT_FOUND, "open", name, "the room is gone")));
      stream.skipNBytes(from);
      return stream;
    } catch (DiskException failed) {
      throw Failures.of(failed);
    } catch (IOException failed) {
      throw Failures.of(new DiskException(DiskException.Kind.OTHER, "skip", name, String.valueOf(failed.getMessage())));
    }
  }

  @Override
  public void close() {
    try {
      disk.unlink(name);
    } catch (DiskException failed) {
      if (failed.kind() != DiskException.Kind.NOT_FOUND) {
        throw Failures.of(failed);
      }
    }
  }

  /** Appends; one thread. */
  private static final class Writing extends OutputStream {
    private final DiskFile file;
    private long position;

    Writing(DiskFile file) {
      this.file = file;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[]{(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      file.write(position, ByteBuffer.wrap(bytes, offset, length));
      position += length;
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
