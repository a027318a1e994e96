package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** What is done to one segment in a directory that is open already. */
final class Leaves {
  private static final int F_SETSIG = 10;
  private static final int F_SETLEASE = 1024;
  private static final int F_RDLCK = 0;
  private static final int F_UNLCK = 2;

  /** A signal that does nothing by default; the one that a broken lease sends by default ends the program. */
  private static final int SIGURG = 23;

  /** A program that asks who writes to a file bars it for less than a microsecond; nobody else does so briefly. */
  private static final int TRIES_WHILE_LEASED = 1000;

  private final Libc libc;
  private final Machine machine;

  Leaves(Libc libc) {
    this.libc = libc;
    this.machine = libc.machine();
  }

  /** What has the name; with an empty leaf, what the descriptor itself leads to. */
  FileFacts look(Scratch scratch, int parent, byte[] leaf, String name) throws DiskException {
    MemorySegment statx = scratch.structure();
    int flags = leaf.length == 0 ? Statx.AT_EMPTY_PATH : Statx.AT_SYMLINK_NOFOLLOW;
    long result = libc.call(
        scratch, machine.statx(), parent, scratch.one(leaf), flags, Statx.BASIC, statx.address());
    if (result < 0) {
      throw Errno.failure(result, "look at", name);
    }
    return Statx.facts(statx);
  }

  /**
   * Opens a regular file. Looks before, because opening a device may do something, and after, because the name may
   * have got another meaning in between.
   */
  int open(Scratch scratch, int parent, byte[] leaf, int access, String name) throws DiskException {
    requireFile(look(scratch, parent, leaf, name), name);
    int flags = access | NativeDisk.GENTLY | machine.noFollowFlag();
    long number;
    int tries = 0;
    do {
      number = libc.call(scratch, machine.openat(), parent, scratch.one(leaf), flags);
      tries++;
    } while (Errno.EAGAIN.is(number) && tries < TRIES_WHILE_LEASED);
    if (number < 0) {
      // Here ELOOP is about the leaf, not about the way to it.
      Kind kind = Errno.ELOOP.is(number) ? Kind.NOT_A_FILE : Errno.kind(number);
      throw new DiskException(kind, "open", name, Errno.words(number));
    }
    try {
      requireFile(look(scratch, (int) number, new byte[0], name), name);
    } catch (DiskException somethingElse) {
      libc.close(number);
      throw somethingElse;
    }
    return (int) number;
  }

  /** Whether the system refuses a read lease because someone writes; empty when it refuses for another reason. */
  Optional<Boolean> leaseRefused(Scratch scratch, int number) {
    libc.call(scratch, machine.fcntl(), number, F_SETSIG, SIGURG);
    long result = libc.call(scratch, machine.fcntl(), number, F_SETLEASE, F_RDLCK);
    if (result == 0) {
      libc.call(scratch, machine.fcntl(), number, F_SETLEASE, F_UNLCK);
      return Optional.of(false);
    }
    return Errno.EAGAIN.is(result) ? Optional.of(true) : Optional.empty();
  }

  private static void requireFile(FileFacts facts, String name) throws DiskException {
    if (!facts.isFile()) {
      throw new DiskException(Kind.NOT_A_FILE, "open", name, "not a regular file");
    }
  }
}
