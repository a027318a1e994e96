package io.cistern.fs.tree;

import io.cistern.domain.workspace.ContentHash;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Reads regular files of a disk as streams and hashes. */
final class Contents {
  /** One read of the system; large enough that the system call does not matter. */
  static final int CHUNK_BYTES = 1 << 16;

  private Contents() {}

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  /** Hashes the regular file of that name; empty when there is none. */
  static Optional<ContentHash> hash(Disk disk, String name) throws DiskException {
    MessageDigest digest = newDigest();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    try (DiskFile file = disk.openToRead(name)) {
      long position = 0;
      while (file.read(position, chunk.clear()) > 0) {
        position += chunk.flip().remaining();
        digest.update(chunk);
      }
      return Optional.of(ContentHash.ofDigest(digest.digest()));
    } catch (DiskException refused) {
      if (isNoFile(refused)) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** Opens the regular file of that name; empty when there is none. */
  static Optional<InputStream> open(Disk disk, String name) throws DiskException {
    try {
      return Optional.of(new FileStream(disk.openToRead(name)));
    } catch (DiskException refused) {
      if (isNoFile(refused)) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** An open file as a stream, which closes it. */
  static InputStream stream(DiskFile file) {
    return new FileStream(file);
  }

  private static boolean isNoFile(DiskException refused) {
    return switch (refused.kind()) {
      case NOT_FOUND, NOT_A_FILE, NOT_A_DIRECTORY -> true;
      case EXISTS, NOT_EMPTY, NO_SPACE, NO_ACCESS, NAME_TOO_LONG, TOO_MANY_OPEN, TAINTED, OTHER -> false;
    };
  }

  /** An open file as a stream; closes it. */
  private static final class FileStream extends InputStream {
    private final DiskFile file;
    private long position;

    FileStream(DiskFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count = file.read(position, ByteBuffer.wrap(into, offset, length));
      if (count > 0) {
        position += count;
      }
      return count;
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
