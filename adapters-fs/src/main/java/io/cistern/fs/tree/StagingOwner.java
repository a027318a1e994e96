package io.cistern.fs.tree;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.layout.MirrorLayout;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One process's directory in staging and the lock that says that the process lives. The directory's own name is forced
 * before anything is staged in it: content that cannot be reached after a power cut was never durable.
 */
public final class StagingOwner implements AutoCloseable {
  /** A reaper may take a directory between its making and its locking; more often than this is no coincidence. */
  private static final int TRIES = 16;

  private final Disk disk;
  private final String id;
  private final DiskLock lock;
  private final AtomicLong next = new AtomicLong();

  private StagingOwner(Disk disk, String id, DiskLock lock) {
    this.disk = disk;
    this.id = id;
    this.lock = lock;
  }

  /** Makes a directory that no process ever had. */
  public static StagingOwner begin(Disk disk, LongSupplier random) {
    try {
      for (int i = 0; i < TRIES; i++) {
        String id = Long.toHexString(random.getAsLong()) + Long.toHexString(random.getAsLong());
        Optional<DiskLock> lock = tryBegin(disk, id);
        if (lock.isPresent()) {
          disk.forceDirectory(MirrorLayout.STAGING);
          return new StagingOwner(disk, id, lock.get());
        }
      }
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
    throw new CisternException(new Failure.LocalIo(MirrorLayout.STAGING, "no directory of its own could be made"));
  }

  String id() {
    return id;
  }

  String directory() {
    return MirrorLayout.owner(id);
  }

  String newName() {
    return directory() + "/" + next.incrementAndGet();
  }

  /** Leaves what is committed and not yet retired; the directory goes only when it is empty. */
  @Override
  public void close() {
    try {
      new OwnerShare(disk).write(id, 0);
      new StagingReaper(disk).removeIfEmpty(id);
    } catch (DiskException leftForTheReaper) {
      // The next process to catch up finds the lock free and removes the directory.
    } finally {
      lock.close();
    }
  }

  /** A new directory takes a block, which a full disk does not have; the one that was kept takes none. */
  private static void makeDirectory(Disk disk, String id) throws DiskException {
    try {
      disk.makeDirectory(MirrorLayout.owner(id), 0700);
    } catch (DiskException full) {
      if (full.kind() != DiskException.Kind.NO_SPACE || disk.look(MirrorLayout.SPARE).isEmpty()) {
        throw full;
      }
      disk.rename(MirrorLayout.SPARE, MirrorLayout.owner(id));
    }
  }

  private static Optional<DiskLock> tryBegin(Disk disk, String id) throws DiskException {
    makeDirectory(disk, id);
    try {
      Optional<DiskLock> lock = disk.tryLock(MirrorLayout.ownerLock(id));
      if (lock.isPresent() && !lock.get().valid()) {
        lock.get().close();
        return Optional.empty();
      }
      return lock;
    } catch (DiskException reaped) {
      if (reaped.kind() == DiskException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw reaped;
    }
  }
}
