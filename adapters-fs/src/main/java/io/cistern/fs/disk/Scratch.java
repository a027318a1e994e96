package io.cistern.fs.disk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Native memory for one operation: the error number, two names, one structure, and room for data. Borrowed from
 * {@link Libc}, given back by {@link #close}; used by one thread at a time.
 */
final class Scratch implements AutoCloseable {
  /** How much data passes through in one call. */
  static final int DATA_BYTES = 128 * 1024;

  /** The longest name that the system takes in one call, with its final NUL. */
  static final int NAME_BYTES = 4096;

  private static final long ERRNO = 0;
  private static final long STRUCTURE = 64;
  private static final long NAME_ONE = 512;
  private static final long NAME_TWO = NAME_ONE + NAME_BYTES;
  private static final long DATA = NAME_TWO + NAME_BYTES;

  private final Libc libc;
  private final MemorySegment memory = Arena.ofAuto().allocate(DATA + DATA_BYTES, 64);
  private final MemorySegment errno = memory.asSlice(ERRNO, 16);
  private final MemorySegment structure = memory.asSlice(STRUCTURE, NAME_ONE - STRUCTURE);
  private final MemorySegment data = memory.asSlice(DATA);

  Scratch(Libc libc) {
    this.libc = libc;
  }

  MemorySegment errno() {
    return errno;
  }

  /** For {@code statx}, {@code open_how}, {@code timespec}, {@code statfs}. */
  MemorySegment structure() {
    return structure;
  }

  MemorySegment data() {
    return data;
  }

  /** Puts a name that fits where the system can read it; the address. */
  long one(byte[] name) {
    return put(name, NAME_ONE);
  }

  /** As {@link #one}, for a second name. */
  long two(byte[] name) {
    return put(name, NAME_TWO);
  }

  private long put(byte[] name, long at) {
    MemorySegment.copy(name, 0, memory, ValueLayout.JAVA_BYTE, at, name.length);
    memory.set(ValueLayout.JAVA_BYTE, at + name.length, (byte) 0);
    return memory.address() + at;
  }

  @Override
  public void close() {
    libc.giveBack(this);
  }
}
