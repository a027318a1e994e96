package io.cistern.fs.workspace;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads frames of a journal in order, up to an end or to the first frame that is not whole. One thread. */
final class JournalReader {
  private static final int FRAME_HEAD = 8;

  private final DiskFile file;
  private final long end;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);
  private long position;
  private long fetched;

  JournalReader(DiskFile file, long from, long end) {
    this.file = file;
    this.position = from;
    this.fetched = from;
    this.end = end;
  }

  /** A record and where its frame begins. */
  record Positioned(long offset, JournalRecord record) {}

  /** Where the next frame begins. */
  long position() {
    return position;
  }

  /** The next record; null at the end. */
  @Nullable
  Positioned next() throws DiskException {
    byte[] head = take(FRAME_HEAD, position);
    if (head.length < FRAME_HEAD) {
      return null;
    }
    ByteBuffer fields = ByteBuffer.wrap(head);
    int length = fields.getInt();
    int expected = fields.getInt();
    if (length <= 0 || length > WorkspaceJournal.MAX_FRAME || position + FRAME_HEAD + length > end) {
      return null;
    }
    byte[] payload = take(length, position + FRAME_HEAD);
    CRC32C crc = new CRC32C();
    crc.update(payload);
    if (payload.length < length || (int) crc.getValue() != expected) {
      return null;
    }
    long offset = position;
    position += FRAME_HEAD + length;
    return new Positioned(offset, decoded(payload, offset));
  }

  private static JournalRecord decoded(byte[] payload, long offset) throws DiskException {
    try {
      return JournalCodec.decode(payload);
    } catch (IOException e) {
      throw new DiskException(
          DiskException.Kind.OTHER, "read", WorkspaceJournal.NAME, "record at " + offset + ": " + e.getMessage());
    }
  }

  /** The wanted bytes, fewer only at the end; {@code from} is always where the buffer stands. */
  private byte[] take(int wanted, long from) throws DiskException {
    byte[] taken = new byte[(int) Math.max(0, Math.min(wanted, end - from))];
    int have = 0;
    while (have < taken.length) {
      if (!buffer.hasRemaining() && !fill()) {
        return Arrays.copyOf(taken, have);
      }
      int step = Math.min(buffer.remaining(), taken.length - have);
      buffer.get(taken, have, step);
      have += step;
    }
    return taken;
  }

  private boolean fill() throws DiskException {
    buffer.clear();
    int count = file.read(fetched, buffer);
    buffer.flip();
    fetched += Math.max(count, 0);
    return count > 0;
  }
}
