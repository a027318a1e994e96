package io.cistern.fs.tree;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Trash;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.trash.TrashRule;
import io.cistern.domain.trash.TrashedFile;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.layout.MirrorLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trash in a directory of the mirror. When a file came here, and when somebody wrote to it since, is its ctime: a rename
 * sets it, and so does a write.
 */
public final class FileTrash implements Trash {
  private final Disk disk;

  public FileTrash(Disk disk) {
    this.disk = disk;
  }

  @Override
  public List<TrashedFile> kept() {
    try {
      List<TrashedFile> kept = new ArrayList<>();
      for (DirectoryEntry entry : disk.list(MirrorLayout.TRASH)) {
        Optional<MirrorLayout.TrashName> name =
            entry.readable() ? MirrorLayout.trashName(entry.name()) : Optional.empty();
        if (name.isPresent()) {
          facts(name.get().at(), name.get().index())
              .map(facts -> new TrashedFile(name.get().at(), name.get().index(), facts.size(), touched(facts)))
              .ifPresent(kept::add);
        }
      }
      return kept;
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public int drop(HeldLock held, List<TrashRule.Due> due) {
    held.ensureValid();
    int dropped = 0;
    try {
      for (TrashRule.Due one : due) {
        TrashedFile file = one.file();
        boolean untouched = facts(file.at(), file.index())
            .filter(facts -> facts.size() == file.size() && touched(facts).equals(file.touched()))
            .isPresent();
        String name = MirrorLayout.trash(file.at(), file.index());
        if (untouched && !disk.openForWriting(name).orElse(!one.aged())) {
          disk.unlink(name);
          dropped++;
        }
      }
      return dropped;
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public int dropBefore(HeldLock held, Sequence firstKept, int most) {
    held.ensureValid();
    int dropped = 0;
    try {
      for (DirectoryEntry entry : disk.list(MirrorLayout.TRASH)) {
        if (dropped < most && isUnowned(entry, firstKept)) {
          disk.unlink(MirrorLayout.TRASH + "/" + entry.name());
          dropped++;
        }
      }
      return dropped;
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  /** A write sets both times to the same, the rename that brought it here only the ctime. */
  private boolean isUnowned(DirectoryEntry entry, Sequence firstKept) throws DiskException {
    Optional<MirrorLayout.TrashName> name = entry.readable() ? MirrorLayout.trashName(entry.name()) : Optional.empty();
    if (name.filter(one -> one.ofAGroup() && one.at().compareTo(firstKept) < 0).isEmpty()) {
      return false;
    }
    return facts(name.get().at(), name.get().index()).filter(facts -> facts.modified() < facts.changed()).isPresent()
        && !disk.openForWriting(MirrorLayout.TRASH + "/" + entry.name()).orElse(true);
  }

  @Override
  public void dropIfVisible(HeldLock held, Sequence at, int index, WorkspacePath visible) {
    held.ensureValid();
    try {
      Optional<FileFacts> trashed = facts(at, index);
      Optional<FileFacts> there = lookUnlessUnreachable(visible);
      if (trashed.isPresent() && there.filter(facts -> facts.inode() == trashed.get().inode()).isPresent()) {
        disk.unlink(MirrorLayout.trash(at, index));
      }
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  private Optional<FileFacts> facts(Sequence at, int index) throws DiskException {
    return disk.look(MirrorLayout.trash(at, index)).filter(FileFacts::isFile);
  }

  private Optional<FileFacts> lookUnlessUnreachable(WorkspacePath path) throws DiskException {
    try {
      return disk.look(path.relative());
    } catch (DiskException unreachable) {
      if (unreachable.kind() == DiskException.Kind.NOT_A_DIRECTORY) {
        return Optional.empty();
      }
      throw unreachable;
    }
  }

  private static Instant touched(FileFacts facts) {
    return Instant.ofEpochSecond(0, facts.changed());
  }
}
