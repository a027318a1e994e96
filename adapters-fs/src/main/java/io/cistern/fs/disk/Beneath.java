package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Finds directories beneath a root that is held open, following no symbolic link: one {@code openat2} where the system
 * knows it, else segment by segment. Names are encoded here, so the locale does not matter.
 */
final class Beneath implements AutoCloseable {
  /** {@code O_PATH | O_CLOEXEC}. */
  private static final int HANDLE = 0x200000 | 0x80000;

  /** {@code RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS}. */
  private static final long RESOLVE = 0x08 | 0x04 | 0x02;

  private static final byte[] HERE = {'.'};

  private final Libc libc;
  private final Machine machine;
  private final Descriptor root;
  private final boolean atOnce;

  /**
   * @param mayResolve whether to use {@code openat2} if the system knows it
   */
  Beneath(Libc libc, Descriptor root, boolean mayResolve) throws DiskException {
    this.libc = libc;
    this.machine = libc.machine();
    this.root = root;
    this.atOnce = mayResolve && knowsOpenat2();
  }

  /** What is done to one segment in an open directory. */
  @FunctionalInterface
  interface OnLeaf<T> {
    T apply(Scratch scratch, int parent, byte[] leaf) throws DiskException;
  }

  /** What is done to an open directory. */
  @FunctionalInterface
  interface OnDirectory<T> {
    T apply(Scratch scratch, int number) throws DiskException;
  }

  /** Opens the directory that holds a name for the time of one deed. */
  <T> T at(String step, String name, OnLeaf<T> deed) throws DiskException {
    DiskName parsed = DiskName.below(step, name);
    byte[] leaf = bytes(step, parsed.leaf());
    int base = root.begin(step, name);
    try (Scratch scratch = libc.borrow()) {
      if (parsed.directory().isEmpty()) {
        return deed.apply(scratch, base, leaf);
      }
      int parent = found(find(scratch, base, step, parsed), step, name);
      try {
        return deed.apply(scratch, parent, leaf);
      } finally {
        libc.close(parent);
      }
    } finally {
      root.end();
    }
  }

  /** Opens a directory, the root too, to be read or forced in one deed. */
  <T> T inside(String step, String directory, OnDirectory<T> deed) throws DiskException {
    if (directory.isEmpty()) {
      int base = root.begin(step, directory);
      try (Scratch scratch = libc.borrow()) {
        // Its own descriptor, because reading a directory moves the position of the one it is read through.
        int number = found(libc.call(scratch, machine.openat(), base, scratch.one(HERE), readable()), step, directory);
        return thenClose(scratch, number, deed);
      } finally {
        root.end();
      }
    }
    return at(step, directory, (scratch, parent, leaf) -> {
      int number = found(libc.call(scratch, machine.openat(), parent, scratch.one(leaf), readable()), step, directory);
      return thenClose(scratch, number, deed);
    });
  }

  private <T> T thenClose(Scratch scratch, int number, OnDirectory<T> deed) throws DiskException {
    try {
      return deed.apply(scratch, number);
    } finally {
      libc.close(number);
    }
  }

  private int readable() {
    return NativeDisk.GENTLY | machine.directoryFlag() | machine.noFollowFlag();
  }

  private static int found(long result, String step, String name) throws DiskException {
    if (result < 0) {
      throw Errno.failure(result, step, name);
    }
    return (int) result;
  }

  boolean resolvesAtOnce() {
    return atOnce;
  }

  /**
   * The bytes of a segment or of several.
   *
   * @throws DiskException of kind OTHER for text that has no UTF-8 form, NAME_TOO_LONG for what no call takes
   */
  static byte[] bytes(String step, String name) throws DiskException {
    byte[] bytes = encode(step, name);
    if (bytes.length >= Scratch.NAME_BYTES) {
      throw new DiskException(Kind.NAME_TOO_LONG, step, name, "name too long");
    }
    return bytes;
  }

  private static byte[] encode(String step, String name) throws DiskException {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException halfACharacter) {
      throw new DiskException(Kind.OTHER, step, name, "not text");
    }
  }

  private long find(Scratch scratch, int base, String step, DiskName name) throws DiskException {
    byte[] directory = encode(step, name.directory());
    return atOnce && directory.length < Scratch.NAME_BYTES
        ? atOnce(scratch, base, directory)
        : walk(scratch, base, step, name);
  }

  private long atOnce(Scratch scratch, int base, byte[] directory) {
    var how = scratch.structure();
    how.set(ValueLayout.JAVA_LONG, 0, HANDLE | machine.directoryFlag());
    how.set(ValueLayout.JAVA_LONG, 8, 0);
    how.set(ValueLayout.JAVA_LONG, 16, RESOLVE);
    long found;
    do {
      found = libc.call(scratch, machine.openat2(), base, scratch.one(directory), how.address(), 24, 0);
      // Someone renames directories meanwhile, so that the system cannot vouch for the way; it asks for another try.
    } while (Errno.EAGAIN.is(found));
    return found;
  }

  private long walk(Scratch scratch, int base, String step, DiskName name) throws DiskException {
    int flags = HANDLE | machine.directoryFlag() | machine.noFollowFlag();
    long at = base;
    for (String segment : name.directorySegments()) {
      byte[] bytes = bytes(step, segment);
      long next = libc.call(scratch, machine.openat(), at, scratch.one(bytes), flags);
      if (at != base) {
        libc.close(at);
      }
      if (next < 0) {
        return next;
      }
      at = next;
    }
    return at;
  }

  private boolean knowsOpenat2() throws DiskException {
    int base = root.begin("open", "");
    try (Scratch scratch = libc.borrow()) {
      long found = atOnce(scratch, base, HERE);
      if (found >= 0) {
        libc.close(found);
      }
      return found >= 0;
    } finally {
      root.end();
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
