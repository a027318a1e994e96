package io.cistern.fs.mirror;

import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.disk.FileKind;
import io.cistern.fs.layout.MirrorLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what a repair sets aside in the quarantine directory: by a second name where the file system has those, so that a
 * repair that is cut leaves the log as it was, else by moving it. Used under the mirror lock only.
 */
final class Evidence {
  private static final int OWNER_ONLY = 0700;

  private final Disk disk;

  Evidence(Disk disk) {
    this.disk = disk;
  }

  /** Where these would lie; those that are gone are left out. */
  List<String> places(List<String> names) throws DiskException {
    List<String> places = new ArrayList<>();
    for (String name : names) {
      place(name).ifPresent(places::add);
    }
    return places;
  }

  /** What dead processes staged and nobody knows of: content of groups that are lost, perhaps. */
  List<String> stagedByTheDead(Set<String> known) throws DiskException {
    List<String> names = new ArrayList<>();
    for (DirectoryEntry owner : disk.list(MirrorLayout.STAGING)) {
      if (owner.readable() && owner.kind() == FileKind.DIRECTORY) {
        names.addAll(stagedBy(owner.name(), known));
      }
    }
    return names;
  }

  /** Gives each a name in quarantine, durably; doing it again changes nothing. */
  void keep(List<String> files, List<String> staged) throws DiskException {
    makeDirectory();
    for (String name : files) {
      Optional<String> place = place(name);
      if (place.isPresent() && disk.look(place.get()).isEmpty()) {
        linkOrMove(name, place.get());
      }
    }
    for (String name : staged) {
      Optional<String> place = place(name);
      if (place.isPresent()) {
        disk.rename(name, place.get());
      }
    }
    disk.forceDirectory(MirrorLayout.QUARANTINE);
  }

  private void makeDirectory() throws DiskException {
    if (disk.look(MirrorLayout.QUARANTINE).isEmpty()) {
      disk.makeDirectory(MirrorLayout.QUARANTINE, OWNER_ONLY);
    }
    disk.forceDirectory(MirrorLayout.CONTROL);
  }

  private void linkOrMove(String name, String place) throws DiskException {
    try {
      disk.link(name, place);
    } catch (DiskException refused) {
      boolean noSecondNames = refused.kind() == Kind.OTHER || refused.kind() == Kind.NO_ACCESS;
      if (!noSecondNames) {
        throw refused;
      }
      disk.rename(name, place);
    }
  }

  private Optional<String> place(String name) throws DiskException {
    return disk.look(name).map(FileFacts::inode).map(inode -> MirrorLayout.evidence(name, inode));
  }

  private List<String> stagedBy(String owner, Set<String> known) throws DiskException {
    String lockName = MirrorLayout.ownerLock(owner);
    Optional<DiskLock> lock = disk.look(lockName).isEmpty() ? Optional.empty() : disk.tryLock(lockName);
    if (lock.isEmpty()) {
      return List.of();
    }
    try (DiskLock held = lock.get()) {
      String directory = MirrorLayout.owner(owner);
      return disk.list(directory).stream()
          .filter(DirectoryEntry::readable)
          .map(entry -> directory + "/" + entry.name())
          .filter(name -> held.valid() && !name.equals(lockName) && !known.contains(name))
          .toList();
    }
  }
}
