package io.cistern.fs.tree;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.PublishTable.Destination;
import io.cistern.domain.publish.PublishTable.Source;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import java.util.Optional;

/** Looks at the two names of a move. */
final class Moving {
  private final Disk disk;

  Moving(Disk disk) {
    this.disk = disk;
  }

  Source sourceIs(Expected.Content content, WorkspacePath source) throws DiskException {
    Optional<FileFacts> facts = look(source);
    if (facts.isEmpty()) {
      return Source.ABSENT;
    }
    return Displaced.isExpected(disk, content, source.relative(), facts.get()) ? Source.EXPECTED : Source.OTHER;
  }

  Destination destinationIs(Expected.Content content, WorkspacePath source, WorkspacePath destination)
      throws DiskException {
    Optional<FileFacts> facts = look(destination);
    if (facts.isEmpty()) {
      return Destination.ABSENT;
    }
    FileFacts there = facts.get();
    if (there.isFile() && look(source).filter(old -> old.isFile() && old.inode() == there.inode()).isPresent()) {
      return Destination.SAME_FILE;
    }
    boolean moved = there.isFile()
        && (isMoved(content.memo(), there)
            || Contents.hash(disk, destination.relative()).filter(content.hash()::equals).isPresent());
    return moved ? Destination.MOVED_BYTES : Destination.OTHER;
  }

  /** Whether the file has its new name, as far as the system lets us look: its old one is gone, or both are one file. */
  boolean arrived(WorkspacePath source, WorkspacePath destination) throws DiskException {
    try {
      Optional<FileFacts> old = look(source);
      return old.isEmpty() || look(destination).filter(there -> there.inode() == old.get().inode()).isPresent();
    } catch (DiskException closed) {
      if (closed.kind() == DiskException.Kind.NO_ACCESS) {
        return false;
      }
      throw closed;
    }
  }

  /** Whether the file's old name is gone, as far as the system lets us look. */
  boolean left(WorkspacePath source) throws DiskException {
    try {
      return look(source).isEmpty();
    } catch (DiskException closed) {
      if (closed.kind() == DiskException.Kind.NO_ACCESS) {
        return false;
      }
      throw closed;
    }
  }

  /** A move changes the ctime and nothing else; another inode proves nothing, because mirrors get copied. */
  private static boolean isMoved(Optional<Memo> memo, FileFacts there) {
    return memo.filter(known -> known.inode() == there.inode() && known.size() == there.size()
        && known.modified() == there.modified()).isPresent();
  }

  private Optional<FileFacts> look(WorkspacePath path) throws DiskException {
    try {
      return disk.look(path.relative());
    } catch (DiskException unreachable) {
      if (unreachable.kind() == DiskException.Kind.NOT_A_DIRECTORY) {
        return Optional.empty();
      }
      throw unreachable;
    }
  }
}
