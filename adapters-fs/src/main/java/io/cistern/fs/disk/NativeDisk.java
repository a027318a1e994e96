package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The disk of a Linux machine, by system calls on directory handles: no name is ever resolved twice, so nothing that
 * happens to the tree meanwhile leads an operation elsewhere. It keeps acting on the directory it was opened on, even
 * when that one is moved or replaced.
 */
final class NativeDisk implements PlatformDisk {
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0x40;
  private static final int O_EXCL = 0x80;

  /** {@code O_CLOEXEC | O_NONBLOCK}; the latter so that opening a FIFO never waits for its other end. */
  static final int GENTLY = 0x80000 | 0x800;

  private static final int AT_FDCWD = -100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int RENAME_NOREPLACE = 1;
  private static final int RENAME_EXCHANGE = 2;
  private static final int PRIVATE_FILE = 0x180;

  private final Libc libc;
  private final Machine machine;
  private final Beneath beneath;
  private final Leaves leaves;
  private final Path path;
  private final byte[] pathBytes;

  private NativeDisk(Libc libc, Descriptor root, Path path, byte[] pathBytes, boolean mayResolve) throws DiskException {
    this.libc = libc;
    this.machine = libc.machine();
    this.path = path;
    this.pathBytes = pathBytes;
    this.beneath = new Beneath(libc, root, mayResolve);
    this.leaves = new Leaves(libc);
  }

  /**
   * Opens the directory at a path, following symbolic links up to and including it.
   *
   * @param mayResolve whether to use {@code openat2} if the system knows it
   */
  static NativeDisk open(Libc libc, Path path, boolean mayResolve) throws DiskException {
    byte[] bytes = PathBytes.of(path);
    try (Scratch scratch = libc.borrow()) {
      long number = libc.call(
          scratch, libc.machine().openat(), AT_FDCWD, scratch.one(bytes), GENTLY | libc.machine().directoryFlag());
      if (number < 0) {
        throw Errno.failure(number, "open", path.toString());
      }
      Descriptor root = new Descriptor(libc, (int) number);
      try {
        return new NativeDisk(libc, root, path, bytes, mayResolve);
      } catch (DiskException notUsable) {
        root.close();
        throw notUsable;
      }
    }
  }

  @Override
  public DiskFile create(String name) throws DiskException {
    int flags = O_RDWR | O_CREAT | O_EXCL | GENTLY | machine.noFollowFlag();
    return beneath.at("create", name, (scratch, parent, leaf) -> new NativeFile(
        libc, (int) check("create", name,
            libc.call(scratch, machine.openat(), parent, scratch.one(leaf), flags, PRIVATE_FILE, 0)),
        name));
  }

  @Override
  public DiskFile openToRead(String name) throws DiskException {
    return beneath.at("open", name,
        (scratch, parent, leaf) -> new NativeFile(libc, leaves.open(scratch, parent, leaf, 0, name), name));
  }

  @Override
  public DiskFile openToWrite(String name) throws DiskException {
    return beneath.at("open", name,
        (scratch, parent, leaf) -> new NativeFile(libc, leaves.open(scratch, parent, leaf, O_RDWR, name), name));
  }

  @Override
  public Optional<FileFacts> look(String name) throws DiskException {
    try {
      return Optional.of(name.isEmpty()
          ? beneath.inside("look at", name, (scratch, number) -> leaves.look(scratch, number, new byte[0], name))
          : beneath.at("look at", name, (scratch, parent, leaf) -> leaves.look(scratch, parent, leaf, name)));
    } catch (DiskException failed) {
      if (failed.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  @Override
  public List<DirectoryEntry> list(String directory) throws DiskException {
    return beneath.inside("list", directory, (scratch, number) -> new Listing(libc, number, directory).read(scratch));
  }

  @Override
  public void makeDirectory(String name, int mode) throws DiskException {
    beneath.at("make directory", name, (scratch, parent, leaf) -> check("make directory", name,
        libc.call(scratch, machine.mkdirat(), parent, scratch.one(leaf), mode)));
  }

  @Override
  public void removeDirectory(String name) throws DiskException {
    remove("remove directory", name, AT_REMOVEDIR);
  }

  @Override
  public void unlink(String name) throws DiskException {
    remove("unlink", name, 0);
  }

  @Override
  public void replace(String from, String to) throws DiskException {
    check("replace", to, between("replace", from, to, machine.renameat2(), 0));
  }

  @Override
  public void rename(String from, String to) throws DiskException {
    long result = between("rename", from, to, machine.renameat2(), RENAME_NOREPLACE);
    if (Errno.EINVAL.is(result) || Errno.ENOSYS.is(result)) {
      // Not on this file system. A link does not take a name that is taken either.
      link(from, to);
      unlink(from);
      return;
    }
    check("rename", from, result);
  }

  @Override
  public void exchange(String one, String other) throws DiskException {
    check("exchange", one, between("exchange", one, other, machine.renameat2(), RENAME_EXCHANGE));
  }

  @Override
  public void link(String existing, String added) throws DiskException {
    FileFacts facts = look(existing)
        .orElseThrow(() -> new DiskException(Kind.NOT_FOUND, "link", existing, "no such file or directory"));
    if (!facts.isFile()) {
      throw new DiskException(Kind.NOT_A_FILE, "link", existing, "not a regular file");
    }
    check("link", existing, between("link", existing, added, machine.linkat(), 0));
  }

  @Override
  public void forceDirectory(String directory) throws DiskException {
    beneath.inside("force", directory, (scratch, number) -> {
      long result = libc.call(scratch, machine.fsync(), number);
      // A file system that knows no force of directories says so with EINVAL; none of those promises to survive a cut.
      if (result < 0 && !Errno.EINVAL.is(result)) {
        throw forceFailed(result, directory);
      }
      return result;
    });
  }

  @Override
  public void syncAll() throws DiskException {
    beneath.inside("force", "", (scratch, number) -> {
      long result = libc.call(scratch, machine.syncfs(), number);
      if (result < 0) {
        throw forceFailed(result, "");
      }
      return result;
    });
  }

  @Override
  public void setMode(String name, int mode) throws DiskException {
    beneath.at("set mode of", name, (scratch, parent, leaf) -> {
      long result = libc.call(
          scratch, machine.fchmodat2(), parent, scratch.one(leaf), mode, Statx.AT_SYMLINK_NOFOLLOW, 0);
      if (result == 0) {
        return result;
      }
      if (Errno.ENOENT.is(result)) {
        throw Errno.failure(result, "set mode of", name);
      }
      // Older systems do not know that call, or a sandbox refuses what it does not know.
      int number = (int) check("set mode of", name, libc.call(
          scratch, machine.openat(), parent, scratch.one(leaf), GENTLY | machine.noFollowFlag()));
      try {
        return check("set mode of", name, libc.call(scratch, machine.fchmod(), number, mode, 0));
      } finally {
        libc.close(number);
      }
    });
  }

  @Override
  public Optional<Boolean> openForWriting(String name) throws DiskException {
    return beneath.at("ask who writes", name, (scratch, parent, leaf) -> {
      int number = leaves.open(scratch, parent, leaf, 0, name);
      try {
        return leaves.leaseRefused(scratch, number);
      } finally {
        libc.close(number);
      }
    });
  }

  @Override
  public boolean asksWriters() {
    return true;
  }

  @Override
  public boolean rootInPlace() {
    try (Scratch scratch = libc.borrow()) {
      MemorySegment statx = scratch.structure();
      long there = libc.call(
          scratch, machine.statx(), AT_FDCWD, scratch.one(pathBytes), 0, Statx.BASIC, statx.address());
      long inode = Statx.facts(statx).inode();
      long device = Statx.device(statx);
      return there == 0 && beneath.inside("look at", "",
          (again, number) -> leaves.look(again, number, new byte[0], "").inode() == inode
              && Statx.device(again.structure()) == device);
    } catch (DiskException closed) {
      return false;
    }
  }

  @Override
  public String fileSystem() {
    try {
      String byNumber = beneath.inside("look at", "", (scratch, number) -> FileSystems.name(libc, scratch, number));
      return FileSystems.isPrecise(byNumber) ? byNumber : FileSystems.orElse(FileSystems.name(path), byNumber);
    } catch (DiskException closed) {
      return FileSystems.UNKNOWN;
    }
  }

  @Override
  public String implementation() {
    return beneath.resolvesAtOnce() ? "system calls (openat2)" : "system calls (segment by segment)";
  }

  @Override
  public void close() {
    beneath.close();
  }

  private void remove(String step, String name, int flags) throws DiskException {
    beneath.at(step, name, (scratch, parent, leaf) -> check(step, name,
        libc.call(scratch, machine.unlinkat(), parent, scratch.one(leaf), flags)));
  }

  /** A call on two names, each in its own directory; its result. */
  private long between(String step, String one, String other, int call, int flags) throws DiskException {
    return beneath.at(step, one,
        (scratch, oneParent, oneLeaf) -> beneath.at(step, other, (_, otherParent, otherLeaf) -> libc.call(
            scratch, call, oneParent, scratch.one(oneLeaf), otherParent, scratch.two(otherLeaf), flags)));
  }

  private static long check(String step, String name, long result) throws DiskException {
    if (result < 0) {
      throw Errno.failure(result, step, name);
    }
    return result;
  }

  /** A force that was tried and failed, of one of the two kinds that say so. */
  static DiskException forceFailed(long result, String name) {
    Kind kind = Errno.kind(result) == Kind.NO_SPACE ? Kind.NO_SPACE : Kind.OTHER;
    return new DiskException(kind, "force", name, Errno.words(result));
  }
}
