package io.cistern.fs.log;

import io.cistern.domain.journal.Sequence;
import java.util.UUID;

/**
 * The first {@link #BYTES} bytes of a segment. A segment gets its name only after it was forced, so a header that does
 * not read back is damage, never a torn tail.
 *
 * @param mirror whose log it is
 * @param number its own; grows by one
 * @param first the number of the first group that may stand in it
 * @param salt goes into every checksum, so that bytes chosen by a broker can never look like a frame
 * @param previousEnd where the segment before it ends, whatever follows there; 0 for the first of a mirror
 * @param bornLength how long it was when it was forced and named: everything below is durable
 */
record SegmentHeader(UUID mirror, long number, Sequence first, long salt, long previousEnd, long bornLength) {
  /** A multiple of {@link Frame#ALIGNMENT}. */
  static final int BYTES = 80;

  private static final long MAGIC = 0x4369_7374_5365_670aL;
  private static final int VERSION = 1;
  private static final int CHECKED = BYTES - Integer.BYTES;

  byte[] toBytes() {
    ByteWriter out = new ByteWriter(BYTES);
    out.u64(MAGIC);
    out.u32(VERSION);
    out.u32(0);
    out.u64(mirror.getMostSignificantBits());
    out.u64(mirror.getLeastSignificantBits());
    out.u64(number);
    out.u64(first.number());
    out.u64(salt);
    out.u64(previousEnd);
    out.u64(bornLength);
    out.u32(0);
    out.u32(Checksum.of(0, 0, out.array(), 0, CHECKED));
    return out.toBytes();
  }

  /**
   * Reads a header.
   *
   * @param name the file's, for messages
   */
  static SegmentHeader parse(byte[] bytes, String name) {
    ByteReader in = new ByteReader(bytes, "the header of " + name);
    if (bytes.length != BYTES || in.u64() != MAGIC) {
      throw in.malformed();
    }
    int version = in.u32();
    if (version != VERSION) {
      throw in.unknown("segment format", version);
    }
    if (new ByteReader(bytes, CHECKED, BYTES, "the header of " + name).u32() != Checksum.of(0, 0, bytes, 0, CHECKED)) {
      throw in.malformed();
    }
    in.u32();
    UUID mirror = new UUID(in.u64(), in.u64());
    return new SegmentHeader(mirror, in.u64(), new Sequence(in.u64()), in.u64(), in.u64(), in.u64());
  }
}
