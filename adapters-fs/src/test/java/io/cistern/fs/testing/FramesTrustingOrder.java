package io.cistern.fs.testing;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.log.codec.Checksum;
import io.cistern.fs.log.codec.FileBytes;
import io.cistern.fs.log.segment.Frame;
import io.cistern.fs.log.segment.SegmentHeader;
import java.nio.ByteBuffer;

/**
 * Takes the cure of flaw F3 out of whatever log is written through it: a frame does not say how far the segment was
 * forced, but that all before it was, as if a disk kept the order in which it was written to.
 */
public final class FramesTrustingOrder {
  /** Where in a frame its length stands, how far its segment was forced, and the checksum of its header. */
  private static final int LENGTH = Integer.BYTES;
  private static final int FORCED = Frame.HEADER - 2 * Integer.BYTES - Long.BYTES;
  private static final int CHECKED = Frame.HEADER - Integer.BYTES;

  private FramesTrustingOrder() {}

  public static Disk on(Disk disk) {
    return Between.callersAnd(Disk.class, disk, (_, arguments, real) -> {
      Object result = real.go();
      boolean segment = result instanceof DiskFile && String.valueOf(arguments[0]).contains(".seg");
      return segment ? retelling((DiskFile) result) : result;
    });
  }

  private static DiskFile retelling(DiskFile file) {
    return Between.callersAnd(DiskFile.class, file, (method, arguments, real) -> {
      if (method.equals("write") && (Long) arguments[0] >= SegmentHeader.BYTES) {
        arguments[1] = ByteBuffer.wrap(retold(file, (Long) arguments[0], (ByteBuffer) arguments[1]));
      }
      return real.go();
    });
  }

  private static byte[] retold(DiskFile file, long position, ByteBuffer frames) throws DiskException {
    byte[] bytes = new byte[frames.remaining()];
    frames.get(bytes);
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    long salt = SegmentHeader.parse(FileBytes.read(file, 0, SegmentHeader.BYTES), "a segment").salt();
    for (int at = 0; at < bytes.length; at += (int) Frame.packedSize(fields.getInt(at + LENGTH))) {
      fields.putLong(at + FORCED, position + at);
      fields.putInt(at + CHECKED, Checksum.of(salt, position + at, bytes, at, CHECKED));
    }
    return bytes;
  }
}
