package io.cistern.fs.tree;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;

/**
 * How much of the disk's budget an owner has set aside, as the length of an empty-handed file: it changes in one step, is
 * read with one look, and needs no space.
 */
final class OwnerShare {
  /** One byte of length stands for so many, because a file's length has a bound of its own. */
  private static final long UNIT = 4096;

  private final Disk disk;

  OwnerShare(Disk disk) {
    this.disk = disk;
  }

  /** What an owner has set aside, rounded up; 0 where it has said nothing. */
  long of(String id) throws DiskException {
    return disk.look(MirrorLayout.ownerShare(id)).map(facts -> facts.size() * UNIT).orElse(0L);
  }

  void write(String id, long bytes) throws DiskException {
    String name = MirrorLayout.ownerShare(id);
    boolean there = disk.look(name).isPresent();
    if (bytes == 0) {
      if (there) {
        disk.unlink(name);
      }
      return;
    }
    try (DiskFile file = there ? disk.openToWrite(name) : disk.create(name)) {
      file.truncate((bytes + UNIT - 1) / UNIT);
    }
  }
}
