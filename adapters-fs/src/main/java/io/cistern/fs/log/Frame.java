package io.cistern.fs.log;

import io.cistern.fs.disk.DiskException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One piece of a segment: a header of {@link #HEADER} bytes and up to {@link #MAX_PAYLOAD} bytes of a group or a
 * retirement, padded to {@link #ALIGNMENT}. Header and payload carry checksums of their own that start with the
 * segment's salt and the frame's place, so a frame counts only where it was written.
 */
final class Frame {
  static final int ALIGNMENT = 8;
  static final int HEADER = 40;

  /** With its header, a frame is at most 64 KiB: what a reader has to hold to judge it. */
  static final int MAX_PAYLOAD = 64 * 1024 - HEADER;

  private static final int MAGIC = 0x4346_524d;
  private static final int HEADER_CHECKED = HEADER - Integer.BYTES;
  private static final int CLOSES = 1;

  /** What the bytes in a frame are part of. */
  enum Kind {
    /** A committed group. */
    DATA(1),
    /** The retirement of a group. */
    RETIRED(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private final Kind kind;
  private final boolean closes;
  private final int ordinal;
  private final long sequence;
  private final long forced;
  private final byte[] payload;

  private Frame(Kind kind, boolean closes, int ordinal, long sequence, long forced, byte[] payload) {
    this.kind = kind;
    this.closes = closes;
    this.ordinal = ordinal;
    this.sequence = sequence;
    this.forced = forced;
    this.payload = payload;
  }

  Kind kind() {
    return kind;
  }

  /** Whether it is the last of its group or retirement. */
  boolean closes() {
    return closes;
  }

  /** Its place in its group, from 1; in the last frame, so, how many there are. */
  int ordinal() {
    return ordinal;
  }

  long sequence() {
    return sequence;
  }

  /** How far the segment was forced when this frame was written. */
  long forced() {
    return forced;
  }

  byte[] payload() {
    return payload;
  }

  /** Bytes it takes in the segment. */
  long size() {
    return size(payload.length);
  }

  /**
   * Appends the frames of one group or retirement.
   *
   * @param origin the place in the segment of the first byte of {@code out}
   * @param forced how far the segment is forced now
   */
  static void pack(ByteWriter out, long origin, long salt, Kind kind, long sequence, byte[] payload, long forced) {
    int from = 0;
    for (int ordinal = 1;; ordinal++) {
      int length = Math.min(MAX_PAYLOAD, payload.length - from);
      boolean last = from + length == payload.length;
      long place = origin + out.length();
      int headerAt = out.length();
      out.u32(MAGIC);
      out.u32(length);
      out.u8(kind.code);
      out.u8(RecordCodec.VERSION);
      out.u8(last ? CLOSES : 0);
      out.u8(0);
      out.u32(ordinal);
      out.u64(sequence);
      out.u64(forced);
      out.u32(Checksum.of(salt, place, payload, from, length));
      out.u32(Checksum.of(salt, place, out.array(), headerAt, HEADER_CHECKED));
      out.raw(payload, from, length);
      out.zeros((int) (size(length) - HEADER - length));
      from += length;
      if (last) {
        return;
      }
    }
  }

  /** Bytes that a group or retirement of this payload takes in a segment. */
  static long packedSize(long payloadLength) {
    long full = payloadLength / MAX_PAYLOAD;
    long rest = payloadLength % MAX_PAYLOAD;
    return full * size(MAX_PAYLOAD) + (rest > 0 || full == 0 ? size((int) rest) : 0);
  }

  /**
   * The whole frame at a place of a segment; empty when there is none, or only a part of one.
   *
   * @param window holds the bytes around the place
   * @param name the segment's, for messages
   * @throws io.cistern.domain.failure.CisternException {@code MIRROR_DAMAGED} for a whole frame of an unknown version
   */
  static Optional<Frame> at(SegmentWindow window, long place, long salt, String name) throws DiskException {
    if (!window.load(place, HEADER)) {
      return Optional.empty();
    }
    ByteReader start = header(window, place, name);
    boolean known = start.u32() == MAGIC;
    int length = start.u32();
    boolean plausible = known && length >= 0 && length <= MAX_PAYLOAD && headerChecks(window, place, salt);
    if (!plausible || !window.load(place, (int) size(length))) {
      return Optional.empty();
    }
    ByteReader in = header(window, place, name);
    in.u64();
    int kindCode = in.u8();
    int version = in.u8();
    boolean closes = (in.u8() & CLOSES) != 0;
    in.u8();
    int ordinal = in.u32();
    long sequence = in.u64();
    long forced = in.u64();
    int payloadAt = window.at(place) + HEADER;
    if (in.u32() != Checksum.of(salt, place, window.bytes(), payloadAt, length)
        || !isZero(window.bytes(), payloadAt + length, window.at(place) + (int) size(length))) {
      return Optional.empty();
    }
    if (version != RecordCodec.VERSION) {
      throw in.unknown("record version", version);
    }
    byte[] payload = Arrays.copyOfRange(window.bytes(), payloadAt, payloadAt + length);
    return Optional.of(new Frame(kind(kindCode, in), closes, ordinal, sequence, forced, payload));
  }

  private static ByteReader header(SegmentWindow window, long place, String name) {
    int at = window.at(place);
    return new ByteReader(window.bytes(), at, at + HEADER, "a frame of " + name);
  }

  private static boolean headerChecks(SegmentWindow window, long place, long salt) {
    int at = window.at(place);
    int stated = new ByteReader(window.bytes(), at + HEADER_CHECKED, at + HEADER, "a frame").u32();
    return stated == Checksum.of(salt, place, window.bytes(), at, HEADER_CHECKED);
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static Kind kind(int code, ByteReader in) {
    for (Kind kind : Kind.values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw in.unknown("frame kind", code);
  }

  private static long size(int payloadLength) {
    return (HEADER + payloadLength + (long) ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
