package io.cistern.fs.testing;

import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.disk.FileKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link SimDisk} as one process sees it, with its own taint, locks and open files. */
final class SimView implements Disk {
  private static final int PRIVATE_FILE = 0x180;

  private final SimDisk disk;
  private final SimState state;
  private final SimNames names;
  private final String name;
  private final List<SimFile> open = new ArrayList<>();
  private boolean dead;
  private boolean tainted;

  SimView(SimDisk disk, String name) {
    this.disk = disk;
    this.state = disk.state();
    this.names = new SimNames(state);
    this.name = name;
  }

  @Override
  public DiskFile create(String file) throws DiskException {
    synchronized (disk) {
      return openFile(createInode("create", file), file, true);
    }
  }

  @Override
  public DiskFile openToRead(String file) throws DiskException {
    synchronized (disk) {
      disk.step(this, "open", file, false);
      return openFile(unlocked(names.file("open", file), file), file, false);
    }
  }

  @Override
  public DiskFile openToWrite(String file) throws DiskException {
    synchronized (disk) {
      refuseTainted("open", file);
      disk.step(this, "open to write", file, false);
      return openFile(unlocked(names.file("open", file), file), file, true);
    }
  }

  @Override
  public Optional<FileFacts> look(String what) throws DiskException {
    synchronized (disk) {
      disk.step(this, "look", what, false);
      try {
        return Optional.of(names.inode("look", what).facts());
      } catch (DiskException failed) {
        if (failed.kind() == Kind.NOT_FOUND) {
          return Optional.empty();
        }
        throw failed;
      }
    }
  }

  @Override
  public List<DirectoryEntry> list(String directory) throws DiskException {
    synchronized (disk) {
      disk.step(this, "list", directory, false);
      return names.directory("list", directory).entries.values().stream()
          .map(entry -> new DirectoryEntry(entry.name(), entry.readable(), state.get(entry.inode()).kind))
          .toList();
    }
  }

  @Override
  public void makeDirectory(String directory, int mode) throws DiskException {
    synchronized (disk) {
      begin("make directory", directory);
      SimNames.Found found = names.find("make directory", directory);
      names.requireFree("make directory", found);
      disk.requireRoom("make directory", directory, SimState.bytesOfNewInode(), 1);
      SimInode made = state.make(FileKind.DIRECTORY, mode, disk.now());
      apply(SimNames.change("make directory " + directory, SimNames.bind(found, made)));
    }
  }

  @Override
  public void removeDirectory(String directory) throws DiskException {
    synchronized (disk) {
      begin("remove directory", directory);
      SimNames.Found found = names.find("remove directory", directory);
      if (!names.directory("remove directory", directory).entries.isEmpty()) {
        throw new DiskException(Kind.NOT_EMPTY, "remove directory", directory, "directory not empty");
      }
      apply(SimNames.change("remove directory " + directory, SimNames.unbind(found)));
    }
  }

  @Override
  public void replace(String from, String to) throws DiskException {
    synchronized (disk) {
      begin("replace", from + " -> " + to);
      SimNames.Found source = names.find("replace", from);
      SimNames.Found target = names.find("replace", to);
      SimInode moved = names.inode("replace", source);
      if (target.entry().isPresent()) {
        SimInode there = state.get(target.entry().get().inode());
        if (there == moved) {
          return;
        }
        if (there.kind == FileKind.DIRECTORY) {
          throw new DiskException(Kind.NOT_A_FILE, "replace", to, "is a directory");
        }
      }
      apply(SimNames.change(
          "replace " + from + " -> " + to, SimNames.unbind(source), SimNames.bind(target, moved)));
    }
  }

  @Override
  public void rename(String from, String to) throws DiskException {
    synchronized (disk) {
      begin("rename", from + " -> " + to);
      SimNames.Found source = names.find("rename", from);
      SimNames.Found target = names.find("rename", to);
      SimInode moved = names.inode("rename", source);
      boolean respelled = source.directory() == target.directory() && source.key().equals(target.key());
      if (!respelled || from.equals(to)) {
        names.requireFree("rename", target);
      }
      apply(SimNames.change("rename " + from + " -> " + to, SimNames.unbind(source), SimNames.bind(target, moved)));
    }
  }

  @Override
  public void exchange(String one, String other) throws DiskException {
    synchronized (disk) {
      begin("exchange", one + " <-> " + other);
      if (!canExchange()) {
        throw new DiskException(Kind.OTHER, "exchange", one, "not known to this file system");
      }
      SimNames.Found first = names.find("exchange", one);
      SimNames.Found second = names.find("exchange", other);
      SimInode fromFirst = names.inode("exchange", first);
      SimInode fromSecond = names.inode("exchange", second);
      if (fromFirst != fromSecond) {
        apply(SimNames.change(
            "exchange " + one + " <-> " + other, SimNames.bind(first, fromSecond), SimNames.bind(second, fromFirst)));
      }
    }
  }

  @Override
  public boolean canExchange() {
    return state.options.canExchange();
  }

  @Override
  public void link(String existing, String added) throws DiskException {
    synchronized (disk) {
      begin("link", existing + " -> " + added);
      SimInode inode = names.file("link", existing);
      SimNames.Found target = names.find("link", added);
      names.requireFree("link", target);
      disk.requireRoom("link", added, SimState.bytesOfNewName(), 0);
      apply(SimNames.change("link " + existing + " -> " + added, SimNames.bind(target, inode)));
    }
  }

  @Override
  public void unlink(String what) throws DiskException {
    synchronized (disk) {
      begin("unlink", what);
      SimNames.Found found = names.find("unlink", what);
      SimInode inode = names.inode("unlink", found);
      if (inode.kind == FileKind.DIRECTORY) {
        throw new DiskException(Kind.NOT_A_FILE, "unlink", what, "is a directory");
      }
      apply(SimNames.change("unlink " + what, SimNames.unbind(found)));
      inode.changed = disk.now();
    }
  }

  /** A force of names that fails loses nothing: what could not be written stays to be written. */
  @Override
  public void forceDirectory(String directory) throws DiskException {
    synchronized (disk) {
      refuseTainted("force", directory);
      disk.step(this, "force directory", directory, true, this::taint);
      state.forceDirectory(names.directory("force", directory).number);
    }
  }

  @Override
  public void syncAll() throws DiskException {
    synchronized (disk) {
      refuseTainted("force", "");
      disk.step(this, "sync all", "", true, () -> {
        taint();
        state.loseUnforcedBytes();
      });
      state.forceEverything();
    }
  }

  @Override
  public void setMode(String what, int mode) throws DiskException {
    synchronized (disk) {
      begin("set mode", what);
      SimInode inode = names.inode("set mode", what);
      if (inode.kind == FileKind.SYMBOLIC_LINK) {
        throw new DiskException(Kind.NOT_A_FILE, "set mode of", what, "symbolic link");
      }
      inode.mode = mode;
      inode.changed = disk.now();
    }
  }

  @Override
  public Optional<Boolean> openForWriting(String file) throws DiskException {
    synchronized (disk) {
      disk.step(this, "ask who writes", file, false);
      int writers = names.file("ask who writes", file).writers;
      return state.options.asksWriters() ? Optional.of(writers > 0) : Optional.empty();
    }
  }

  @Override
  public Optional<DiskLock> tryLock(String file) throws DiskException {
    synchronized (disk) {
      disk.step(this, "lock", file, false);
      SimNames.Found found = names.find("lock", file);
      SimInode inode = found.entry().isPresent()
          ? names.file("lock", file)
          : createInode("create lock file", file);
      if (disk.locks().containsKey(inode.number)) {
        return Optional.empty();
      }
      SimLock lock = new SimLock(disk, this, names, file, inode);
      disk.locks().put(inode.number, lock);
      return Optional.of(lock);
    }
  }

  @Override
  public int user() {
    return 0;
  }

  @Override
  public boolean tainted() {
    return tainted;
  }

  @Override
  public void close() {
    synchronized (disk) {
      List.copyOf(open).forEach(SimFile::close);
    }
  }

  String name() {
    return name;
  }

  boolean isDead() {
    return dead;
  }

  void die() {
    dead = true;
    close();
    disk.locks().values().removeIf(lock -> lock.isOf(this));
  }

  void requireAlive() {
    if (disk.isPowerOff()) {
      throw new PowerCut();
    }
    if (dead) {
      throw new ProcessKilled(name);
    }
  }

  void taint() {
    tainted = true;
  }

  void refuseTainted(String what, String onName) throws DiskException {
    requireAlive();
    if (tainted) {
      throw new DiskException(Kind.TAINTED, what, onName, "a force failed earlier in this process");
    }
  }

  void closed(SimFile file) {
    open.remove(file);
  }

  private void begin(String what, String onName) throws DiskException {
    refuseTainted(what, onName);
    disk.step(this, what, onName, true);
  }

  private SimInode createInode(String what, String file) throws DiskException {
    begin(what, file);
    SimNames.Found found = names.find(what, file);
    names.requireFree(what, found);
    disk.requireRoom(what, file, SimState.bytesOfNewInode(), 1);
    SimInode inode = state.make(FileKind.FILE, PRIVATE_FILE, disk.now());
    apply(SimNames.change("create " + file, SimNames.bind(found, inode)));
    return inode;
  }

  private void apply(NameChange change) {
    state.apply(change, disk.now());
  }

  private SimInode unlocked(SimInode inode, String file) throws DiskException {
    SimLock lock = disk.locks().get(inode.number);
    if (lock != null && lock.isOf(this)) {
      throw new DiskException(Kind.OTHER, "open", file, "the file of a held lock is not opened again");
    }
    return inode;
  }

  private SimFile openFile(SimInode inode, String file, boolean writable) {
    SimFile opened = new SimFile(disk, this, inode, file, writable);
    open.add(opened);
    return opened;
  }
}
