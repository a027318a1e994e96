package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/** A regular file, open through {@link Libc}. */
final class NativeFile implements DiskFile {
  private static final int FALLOC_KEEP_SIZE = 1;
  private static final long UTIME_OMIT = 0x3ffffffe;
  private static final long NANOS = 1_000_000_000L;

  private final Libc libc;
  private final Machine machine;
  private final Descriptor descriptor;
  private final String name;

  /** Whether a time was set that {@code fdatasync} would not make durable. */
  private volatile boolean timeSet;

  NativeFile(Libc libc, int number, String name) {
    this.libc = libc;
    this.machine = libc.machine();
    this.descriptor = new Descriptor(libc, number);
    this.name = name;
  }

  /** One call on the descriptor. */
  @FunctionalInterface
  private interface Call {
    long on(int number, Scratch scratch);
  }

  @Override
  public int read(long position, ByteBuffer into) throws DiskException {
    if (!into.hasRemaining()) {
      return 0;
    }
    int number = descriptor.begin("read", name);
    int total = 0;
    try (Scratch scratch = libc.borrow()) {
      MemorySegment data = scratch.data();
      while (into.hasRemaining()) {
        int wanted = Math.min(into.remaining(), Scratch.DATA_BYTES);
        long got = libc.call(scratch, machine.pread64(), number, data.address(), wanted, position + total, 0);
        if (got < 0) {
          throw Errno.failure(got, "read", name);
        }
        if (got == 0) {
          break;
        }
        into.put(data.asSlice(0, got).asByteBuffer());
        total += (int) got;
      }
    } finally {
      descriptor.end();
    }
    return total == 0 ? -1 : total;
  }

  @Override
  public void write(long position, ByteBuffer from) throws DiskException {
    int number = descriptor.begin("write", name);
    long at = position;
    try (Scratch scratch = libc.borrow()) {
      MemorySegment data = scratch.data();
      while (from.hasRemaining()) {
        int wanted = Math.min(from.remaining(), Scratch.DATA_BYTES);
        int begin = from.position();
        data.asByteBuffer().put(from.slice(begin, wanted));
        long put = libc.call(scratch, machine.pwrite64(), number, data.address(), wanted, at, 0);
        if (put <= 0) {
          throw put == 0
              ? new DiskException(Kind.OTHER, "write", name, "nothing was taken")
              : Errno.failure(put, "write", name);
        }
        from.position(begin + (int) put);
        at += put;
      }
    } finally {
      descriptor.end();
    }
  }

  @Override
  public FileFacts facts() throws DiskException {
    int number = descriptor.begin("look at", name);
    try (Scratch scratch = libc.borrow()) {
      MemorySegment statx = scratch.structure();
      long result = libc.call(
          scratch, machine.statx(), number, scratch.one(new byte[0]), Statx.AT_EMPTY_PATH, Statx.BASIC,
          statx.address());
      if (result < 0) {
        throw Errno.failure(result, "look at", name);
      }
      return Statx.facts(statx);
    } finally {
      descriptor.end();
    }
  }

  @Override
  public void force() throws DiskException {
    boolean whole = timeSet;
    timeSet = false;
    long result =
        result("force", (number, scratch) -> libc.call(scratch, whole ? machine.fsync() : machine.fdatasync(), number));
    if (result < 0) {
      throw NativeDisk.forceFailed(result, name);
    }
  }

  @Override
  public void truncate(long length) throws DiskException {
    check("truncate",
        result("truncate", (number, scratch) -> libc.call(scratch, machine.ftruncate(), number, length, 0)));
  }

  @Override
  public void reserve(long length) throws DiskException {
    long result = result("reserve",
        (number, scratch) -> libc.call(scratch, machine.fallocate(), number, FALLOC_KEEP_SIZE, 0, length, 0));
    if (Errno.ENOSPC.is(result) || Errno.EDQUOT.is(result)) {
      throw Errno.failure(result, "reserve", name);
    }
  }

  @Override
  public void setModified(long nanos) throws DiskException {
    check("set time of", result("set time of", (number, scratch) -> {
      MemorySegment times = scratch.structure();
      times.set(ValueLayout.JAVA_LONG, 0, 0);
      times.set(ValueLayout.JAVA_LONG, 8, UTIME_OMIT);
      times.set(ValueLayout.JAVA_LONG, 16, Math.floorDiv(nanos, NANOS));
      times.set(ValueLayout.JAVA_LONG, 24, Math.floorMod(nanos, NANOS));
      return libc.call(scratch, machine.utimensat(), number, 0, times.address(), 0, 0);
    }));
    timeSet = true;
  }

  private long result(String step, Call call) throws DiskException {
    int number = descriptor.begin(step, name);
    try (Scratch scratch = libc.borrow()) {
      return call.on(number, scratch);
    } finally {
      descriptor.end();
    }
  }

  private void check(String step, long result) throws DiskException {
    if (result < 0) {
      throw Errno.failure(result, step, name);
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
