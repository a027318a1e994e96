package io.cistern.fs.disk;

import io.cistern.fs.layout.MirrorLayout;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds out, once, whether names can be swapped, by swapping two of its own in the control directory. Asked first when
 * someone wants to know, so that a reader of a mirror writes nothing. Safe for use by many threads.
 */
final class ExchangeProbe {
  private static final AtomicLong NUMBERS = new AtomicLong();

  /** Where it works unless something unusual forbids it; what to go by when there is no room to try. */
  private static final Set<String> USUAL = Set.of("ext4", "xfs", "btrfs", "f2fs", "tmpfs");

  private final Optional<PlatformDisk> disk;
  private Optional<Boolean> known = Optional.empty();

  /**
   * @param disk empty when it knows no exchange
   */
  ExchangeProbe(Optional<PlatformDisk> disk) {
    this.disk = disk;
  }

  /** Where there is no control directory yet, no, and the next asking tries again. */
  synchronized boolean works() {
    if (disk.isEmpty()) {
      return false;
    }
    if (known.isPresent()) {
      return known.get();
    }
    try {
      if (disk.get().look(MirrorLayout.CONTROL).isEmpty()) {
        return false;
      }
      boolean works = swap(disk.get());
      known = Optional.of(works);
      return works;
    } catch (DiskException notNow) {
      return notNow.kind() == DiskException.Kind.NO_SPACE && USUAL.contains(disk.get().fileSystem());
    }
  }

  private static boolean swap(PlatformDisk disk) throws DiskException {
    String one = MirrorLayout.CONTROL + "/exchange-" + ProcessHandle.current().pid() + "-" + NUMBERS.getAndIncrement();
    String other = one + "-other";
    create(disk, one);
    try {
      create(disk, other);
      try {
        long before = inode(disk, one);
        disk.exchange(one, other);
        return inode(disk, other) == before;
      } catch (DiskException notHere) {
        return false;
      } finally {
        disk.unlink(other);
      }
    } finally {
      disk.unlink(one);
    }
  }

  /** A file of that name is left from a process that is dead, for it had our number. */
  private static void create(PlatformDisk disk, String name) throws DiskException {
    if (disk.look(name).isPresent()) {
      disk.unlink(name);
    }
    disk.create(name).close();
  }

  private static long inode(PlatformDisk disk, String name) throws DiskException {
    return disk.look(name).map(FileFacts::inode).orElse(-1L);
  }
}
