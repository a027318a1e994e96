package io.cistern.fs.disk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Linux's {@code struct statx}, the same on every machine. */
final class Statx {
  /** {@code STATX_BASIC_STATS}. */
  static final int BASIC = 0x7ff;

  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_EMPTY_PATH = 0x1000;

  private static final int TYPE_BITS = 0xf000;
  private static final int PERMISSION_BITS = 0xfff;
  private static final long NANOS = 1_000_000_000L;

  /** Beyond, nanoseconds since the epoch do not fit. */
  private static final long LAST_SECOND = Long.MAX_VALUE / NANOS - 1;

  private Statx() {}

  static FileFacts facts(MemorySegment statx) {
    int mode = Short.toUnsignedInt(statx.get(ValueLayout.JAVA_SHORT, 28));
    return new FileFacts(
        kind(mode),
        statx.get(ValueLayout.JAVA_LONG, 32),
        statx.get(ValueLayout.JAVA_LONG, 40),
        nanos(statx, 112),
        nanos(statx, 96),
        mode & PERMISSION_BITS,
        statx.get(ValueLayout.JAVA_INT, 20),
        statx.get(ValueLayout.JAVA_INT, 16),
        nanos(statx, 64));
  }

  /** Major and minor number of the device, in one. */
  static long device(MemorySegment statx) {
    return ((long) statx.get(ValueLayout.JAVA_INT, 136) << 32)
        | Integer.toUnsignedLong(statx.get(ValueLayout.JAVA_INT, 140));
  }

  private static FileKind kind(int mode) {
    return switch (mode & TYPE_BITS) {
      case 0x8000 -> FileKind.FILE;
      case 0x4000 -> FileKind.DIRECTORY;
      case 0xa000 -> FileKind.SYMBOLIC_LINK;
      default -> FileKind.OTHER;
    };
  }

  private static long nanos(MemorySegment statx, long at) {
    long seconds = Math.clamp(statx.get(ValueLayout.JAVA_LONG, at), -LAST_SECOND, LAST_SECOND);
    return seconds * NANOS + Integer.toUnsignedLong(statx.get(ValueLayout.JAVA_INT, at + 8));
  }
}
