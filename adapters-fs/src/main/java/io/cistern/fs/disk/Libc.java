package io.cistern.fs.disk;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Linux's system calls, all through libc's {@code syscall}: one method handle to link, so that a short command does
 * not pay for twenty. Safe for use by many threads; an interrupt of the thread has no effect.
 */
final class Libc {
  /** As many as threads are likely to be inside a call at once; more are made and dropped. */
  private static final int KEPT_SCRATCHES = 16;

  private final Machine machine;
  private final MethodHandle syscall;
  private final ArrayBlockingQueue<Scratch> scratches = new ArrayBlockingQueue<>(KEPT_SCRATCHES);

  private Libc(Machine machine, MethodHandle syscall) {
    this.machine = machine;
    this.syscall = syscall;
  }

  /** Empty where native access is not possible: another system or machine, or not allowed to this program. */
  @SuppressWarnings("restricted")
  static Optional<Libc> load() {
    Optional<Machine> machine = Machine.here();
    if (machine.isEmpty()) {
      return Optional.empty();
    }
    try {
      Linker linker = Linker.nativeLinker();
      var number = ValueLayout.JAVA_LONG;
      FunctionDescriptor shape = FunctionDescriptor.of(number, number, number, number, number, number, number);
      return linker.defaultLookup().find("syscall").map(
          address -> new Libc(
              machine.get(),
              linker.downcallHandle(
                  address, shape, Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"))));
    } catch (IllegalCallerException | UnsupportedOperationException notAllowed) {
      return Optional.empty();
    }
  }

  Machine machine() {
    return machine;
  }

  Scratch borrow() {
    Scratch kept = scratches.poll();
    return kept == null ? new Scratch(this) : kept;
  }

  void giveBack(Scratch scratch) {
    scratches.offer(scratch);
  }

  /** Calls the system, again when a signal came between; the result, or the negative error number. */
  long call(Scratch scratch, long number, long a, long b, long c, long d, long e) {
    long result;
    do {
      result = once(scratch, number, a, b, c, d, e);
    } while (Errno.EINTR.is(result));
    return result;
  }

  long call(Scratch scratch, long number, long a, long b, long c) {
    return call(scratch, number, a, b, c, 0, 0);
  }

  long call(Scratch scratch, long number, long a) {
    return call(scratch, number, a, 0, 0, 0, 0);
  }

  /** Closes a descriptor. Never again after a signal: it is closed by then, and its number may be someone else's. */
  void close(long descriptor) {
    try (Scratch scratch = borrow()) {
      once(scratch, machine.close(), descriptor, 0, 0, 0, 0);
    }
  }

  private long once(Scratch scratch, long number, long a, long b, long c, long d, long e) {
    try {
      MemorySegment errno = scratch.errno();
      long result = (long) syscall.invokeExact(errno, number, a, b, c, d, e);
      return result == -1 ? -errno.get(ValueLayout.JAVA_INT, 0) : result;
    } catch (Error | RuntimeException passed) {
      throw passed;
    } catch (Throwable impossible) {
      throw new LinkageError("syscall", impossible);
    }
  }
}
