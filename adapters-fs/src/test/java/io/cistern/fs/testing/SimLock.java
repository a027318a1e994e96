package io.cistern.fs.testing;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskLock;

/** A lock of a simulated process. Asking it and letting it go are no steps. */
final class SimLock implements DiskLock {
  private final SimDisk disk;
  private final SimView holder;
  private final SimNames names;
  private final String name;
  private final SimInode inode;

  SimLock(SimDisk disk, SimView holder, SimNames names, String name, SimInode inode) {
    this.disk = disk;
    this.holder = holder;
    this.names = names;
    this.name = name;
    this.inode = inode;
  }

  boolean isOf(SimView process) {
    return holder == process;
  }

  @Override
  public boolean valid() {
    synchronized (disk) {
      holder.requireAlive();
      try {
        return disk.locks().get(inode.number) == this && names.inode("look", name) == inode;
      } catch (DiskException gone) {
        return false;
      }
    }
  }

  @Override
  public void close() {
    synchronized (disk) {
      disk.locks().remove(inode.number, this);
    }
  }
}
