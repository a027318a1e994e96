package io.cistern.fs.tree;

import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.disk.FileKind;
import io.cistern.fs.layout.MirrorLayout;
import java.util.List;
import java.util.Optional;

/** Removes what dead processes left in staging: a process is dead when nobody holds its lock. */
final class StagingReaper {
  private final Disk disk;

  StagingReaper(Disk disk) {
    this.disk = disk;
  }

  /** Removes the files of every dead owner but {@code self}; returns how many there were. */
  int reap(String self) throws DiskException {
    int removed = 0;
    for (DirectoryEntry entry : disk.list(MirrorLayout.STAGING)) {
      if (entry.readable() && entry.kind() == FileKind.DIRECTORY && !entry.name().equals(self)) {
        removed += reapIfDead(entry.name());
      }
    }
    return removed;
  }

  /** What living owners but {@code self} have set aside; dead ones that had set something aside are reaped. */
  long livingShares(String self) throws DiskException {
    OwnerShare shares = new OwnerShare(disk);
    long sum = 0;
    for (DirectoryEntry entry : disk.list(MirrorLayout.STAGING)) {
      boolean other = entry.readable() && entry.kind() == FileKind.DIRECTORY && !entry.name().equals(self);
      if (other && shares.of(entry.name()) > 0) {
        reapIfDead(entry.name());
        sum += shares.of(entry.name());
      }
    }
    return sum;
  }

  /** Removes an owner's directory when only its lock file is left in it; the caller holds the lock. */
  void removeIfEmpty(String id) throws DiskException {
    String lockName = MirrorLayout.ownerLock(id);
    List<DirectoryEntry> left = disk.list(MirrorLayout.owner(id));
    if (left.stream().allMatch(entry -> lockName.endsWith("/" + entry.name()))) {
      disk.unlink(lockName);
      if (!keptAsSpare(id)) {
        disk.removeDirectory(MirrorLayout.owner(id));
      }
    }
  }

  /** One directory is kept for a process that begins when the disk is full; a disk that cannot move it has none. */
  private boolean keptAsSpare(String id) throws DiskException {
    if (disk.look(MirrorLayout.SPARE).isPresent()) {
      return false;
    }
    try {
      disk.rename(MirrorLayout.owner(id), MirrorLayout.SPARE);
      return true;
    } catch (DiskException stays) {
      if (stays.kind() == DiskException.Kind.TAINTED) {
        throw stays;
      }
      return false;
    }
  }

  private int reapIfDead(String id) throws DiskException {
    try {
      Optional<DiskLock> lock = disk.tryLock(MirrorLayout.ownerLock(id));
      if (lock.isEmpty()) {
        return 0;
      }
      try (DiskLock held = lock.get()) {
        return held.valid() ? removeFiles(id) : 0;
      }
    } catch (DiskException refused) {
      return switch (refused.kind()) {
        case NOT_FOUND, NOT_EMPTY -> 0; // its owner is leaving or another process reaps it
        case NO_SPACE -> 0; // its owner died before it had a lock file, and there is no room for one; later, then
        case EXISTS, NOT_A_DIRECTORY, NOT_A_FILE, NO_ACCESS, NAME_TOO_LONG, TOO_MANY_OPEN, TAINTED, OTHER ->
          throw refused;
      };
    }
  }

  private int removeFiles(String id) throws DiskException {
    int removed = 0;
    String directory = MirrorLayout.owner(id);
    for (DirectoryEntry entry : disk.list(directory)) {
      String name = directory + "/" + entry.name();
      if (name.equals(MirrorLayout.ownerShare(id))) {
        disk.unlink(name);
      } else if (!name.equals(MirrorLayout.ownerLock(id))) {
        removeUnlessWritten(name);
        removed++;
      }
    }
    removeIfEmpty(id);
    return removed;
  }

  /** Under the first name that is free: there are as many tries as such files, and those are few. */
  private void moveToTrash(String name) throws DiskException {
    for (int index = 0;; index++) {
      try {
        disk.rename(name, MirrorLayout.strayTrash(index));
        return;
      } catch (DiskException taken) {
        if (taken.kind() != DiskException.Kind.EXISTS) {
          throw taken;
        }
      }
    }
  }

  /** What a program still writes to was displaced by an exchange: its bytes are a person's, so they are kept (F7). */
  private void removeUnlessWritten(String name) throws DiskException {
    if (disk.openForWriting(name).orElse(false)) {
      moveToTrash(name);
      disk.forceDirectory(MirrorLayout.TRASH);
    } else {
      disk.unlink(name);
    }
  }
}
