package io.cistern.fs.disk;

import io.cistern.fs.lock.JvmLockFiles;
import java.io.IOException;
import java.util.Map;

/** A lock of the system on a file beneath a disk's root. */
final class SystemLock implements DiskLock {
  private final JvmLockFiles.Held held;
  private final PlatformDisk disk;
  private final String name;
  private final Map<String, Boolean> lockNames;

  /**
   * @param lockNames holds the name while the lock is held
   */
  SystemLock(JvmLockFiles.Held held, PlatformDisk disk, String name, Map<String, Boolean> lockNames) {
    this.held = held;
    this.disk = disk;
    this.name = name;
    this.lockNames = lockNames;
    lockNames.put(name, true);
  }

  /** Both by the path, which notices a root that was replaced, and beneath the root that is held open. */
  @Override
  public boolean valid() {
    try {
      long inode = held.inode();
      return held.valid() && disk.look(name).filter(facts -> facts.inode() == inode).isPresent();
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    // The name first: once the lock is gone, another thread may take it and enter the name again.
    lockNames.remove(name);
    held.close();
  }
}
