package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.lock.JvmLockFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The disk of this machine, by the best means that it offers, with the rules that hold for all of them: after a failed
 * force nothing is written any more (invariant I12), and the file of a held lock is never opened again (I10).
 */
public final class SystemDisk implements Disk {
  private final PlatformDisk platform;
  private final Path root;
  private final Taint taint = new Taint();
  private final ExchangeProbe probe;

  /** Names of lock files that are held through this disk. */
  private final Map<String, Boolean> lockNames = new ConcurrentHashMap<>();

  private SystemDisk(PlatformDisk platform, Path root, ExchangeProbe probe) {
    this.platform = platform;
    this.root = root;
    this.probe = probe;
  }

  /** By what means to work; {@link #BEST} outside tests. */
  public enum Means {
    /** System calls where this machine offers them, else Java's own library. */
    BEST,
    /** System calls, without the one that resolves a whole name at once. */
    SYSTEM_CALLS_BY_SEGMENT,
    /** Java's own library. */
    JAVA
  }

  /** Opens an existing directory as a disk, following symbolic links up to and including it. */
  public static SystemDisk open(Path root) throws DiskException {
    return open(root, Means.BEST);
  }

  /**
   * As {@link #open(Path)}, by other means.
   *
   * @throws DiskException of kind OTHER when this machine does not offer these
   */
  public static SystemDisk open(Path root, Means means) throws DiskException {
    Path absolute = root.toAbsolutePath();
    Optional<Libc> libc = means == Means.JAVA ? Optional.empty() : Libc.load();
    if (libc.isPresent()) {
      PlatformDisk platform = NativeDisk.open(libc.get(), absolute, means == Means.BEST);
      return new SystemDisk(platform, absolute, new ExchangeProbe(Optional.of(platform)));
    }
    if (means == Means.SYSTEM_CALLS_BY_SEGMENT) {
      throw new DiskException(Kind.OTHER, "open", root.toString(), "system calls are not available");
    }
    return new SystemDisk(JavaDisk.open(absolute), absolute, new ExchangeProbe(Optional.empty()));
  }

  /** What this disk can do and promise. Asks the system each time. */
  public DiskDescription description() {
    String fileSystem = platform.fileSystem();
    return new DiskDescription(
        platform.implementation(), fileSystem, FileSystems.durable(fileSystem), canExchange(),
        platform.asksWriters());
  }

  /** Whether the path it was opened at still leads to the same directory. */
  public boolean rootInPlace() {
    return platform.rootInPlace();
  }

  @Override
  public DiskFile create(String name) throws DiskException {
    taint.refuse("create", name);
    return new TaintedFile(platform.create(name), name, taint);
  }

  @Override
  public DiskFile openToRead(String name) throws DiskException {
    refuseLockFile(name);
    return new TaintedFile(platform.openToRead(name), name, taint);
  }

  @Override
  public DiskFile openToWrite(String name) throws DiskException {
    taint.refuse("open", name);
    refuseLockFile(name);
    return new TaintedFile(platform.openToWrite(name), name, taint);
  }

  @Override
  public Optional<FileFacts> look(String name) throws DiskException {
    return platform.look(name);
  }

  @Override
  public List<DirectoryEntry> list(String directory) throws DiskException {
    return platform.list(directory);
  }

  @Override
  public void makeDirectory(String name, int mode) throws DiskException {
    taint.refuse("make directory", name);
    platform.makeDirectory(name, mode);
  }

  @Override
  public void removeDirectory(String name) throws DiskException {
    taint.refuse("remove directory", name);
    platform.removeDirectory(name);
  }

  @Override
  public void replace(String from, String to) throws DiskException {
    taint.refuse("replace", to);
    platform.replace(from, to);
  }

  @Override
  public void rename(String from, String to) throws DiskException {
    taint.refuse("rename", from);
    platform.rename(from, to);
  }

  @Override
  public void exchange(String one, String other) throws DiskException {
    taint.refuse("exchange", one);
    platform.exchange(one, other);
  }

  @Override
  public boolean canExchange() {
    return !taint.isSet() && probe.works();
  }

  @Override
  public void link(String existing, String added) throws DiskException {
    taint.refuse("link", added);
    platform.link(existing, added);
  }

  @Override
  public void unlink(String name) throws DiskException {
    taint.refuse("unlink", name);
    platform.unlink(name);
  }

  @Override
  public void forceDirectory(String directory) throws DiskException {
    taint.force(directory, () -> platform.forceDirectory(directory));
  }

  @Override
  public void syncAll() throws DiskException {
    taint.force("", platform::syncAll);
  }

  @Override
  public void setMode(String name, int mode) throws DiskException {
    taint.refuse("set mode of", name);
    platform.setMode(name, mode);
  }

  @Override
  public Optional<Boolean> openForWriting(String name) throws DiskException {
    return platform.openForWriting(name);
  }

  @Override
  public Optional<DiskLock> tryLock(String name) throws DiskException {
    DiskName.below("lock", name);
    requireNoLinkOnTheWay(name);
    try {
      return JvmLockFiles.ofThisProcess().tryLock(root.resolve(name), () -> createLockFile(name))
          .flatMap(held -> registered(held, name));
    } catch (DiskException failed) {
      throw failed;
    } catch (IOException failed) {
      throw JavaErrors.failure(failed, "lock", name);
    }
  }

  @Override
  public int user() throws DiskException {
    return CurrentUser.id();
  }

  @Override
  public boolean tainted() {
    return taint.isSet();
  }

  @Override
  public void close() {
    platform.close();
  }

  private void refuseLockFile(String name) throws DiskException {
    if (lockNames.containsKey(name)) {
      throw new DiskException(Kind.OTHER, "open", name, "the file of a held lock is not opened again");
    }
  }

  private void requireNoLinkOnTheWay(String name) throws DiskException {
    Optional<FileFacts> facts = platform.look(name);
    if (facts.isPresent() && !facts.get().isFile()) {
      throw new DiskException(Kind.NOT_A_FILE, "lock", name, "not a regular file");
    }
  }

  private void createLockFile(String name) throws DiskException {
    try {
      platform.create(name).close();
    } catch (DiskException failed) {
      if (failed.kind() != Kind.EXISTS) {
        throw failed;
      }
    }
  }

  /** Gives up a lock whose file is not the one that the name leads to beneath our root. */
  private Optional<DiskLock> registered(JvmLockFiles.Held held, String name) {
    SystemLock lock = new SystemLock(held, platform, name, lockNames);
    if (lock.valid()) {
      return Optional.of(lock);
    }
    lock.close();
    return Optional.empty();
  }
}
