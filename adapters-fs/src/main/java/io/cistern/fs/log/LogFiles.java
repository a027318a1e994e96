package io.cistern.fs.log;

import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.layout.MirrorLayout;
import java.util.List;
import java.util.Optional;

/** Says which files of the log directory nobody needs. Only looks. */
public final class LogFiles {
  private final LogDirectory directory;

  /**
   * @param mirror the id in the mirror's identity
   */
  public LogFiles(Disk disk, String mirror) {
    this.directory = new LogDirectory(disk, mirror, () -> 0L);
  }

  /**
   * What the next catching up removes, relative to the root.
   *
   * @throws io.cistern.domain.failure.CisternException {@code MIRROR_DAMAGED} when the pointer does not read back
   */
  public List<String> unreferenced() throws DiskException {
    Optional<Pointer> pointer = directory.pointer();
    if (pointer.isEmpty()) {
      return List.of();
    }
    return directory.disk().list(MirrorLayout.LOG).stream()
        .filter(DirectoryEntry::readable)
        .map(DirectoryEntry::name)
        .filter(name -> MirrorLayout.isDisposable(name, pointer.get().firstSegment(), pointer.get().checkpoint()))
        .sorted()
        .map(name -> MirrorLayout.LOG + "/" + name)
        .toList();
  }
}
