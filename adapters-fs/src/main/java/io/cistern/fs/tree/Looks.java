package io.cistern.fs.tree;

import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.PublishTable.Staged;
import io.cistern.domain.publish.PublishTable.Trash;
import io.cistern.domain.publish.PublishTable.Visible;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import java.util.Optional;

/** What lies under the three names of a switch, in the words of the table. */
final class Looks {
  private final Disk disk;

  Looks(Disk disk) {
    this.disk = disk;
  }

  static Visible placeholderIs(Optional<FileFacts> visible) {
    if (visible.isEmpty()) {
      return Visible.ABSENT;
    }
    return PlaceholderForm.has(visible.get()) ? Visible.NEW_BYTES : Visible.OTHER;
  }

  Staged stagedIs(StagedContent staged, Optional<FileFacts> visible) throws DiskException {
    Optional<FileFacts> facts = disk.look(staged.name());
    if (facts.isEmpty()) {
      return Staged.NOTHING;
    }
    FileFacts there = facts.get();
    if (!there.isFile()) {
      return Staged.OTHER;
    }
    if (visible.filter(seen -> seen.isFile() && seen.inode() == there.inode()).isPresent()) {
      return Staged.SAME_FILE;
    }
    return isStaged(staged, there) ? Staged.NEW_BYTES : Staged.OTHER;
  }

  private boolean isStaged(StagedContent staged, FileFacts there) throws DiskException {
    if (there.size() != staged.size()) {
      return false;
    }
    boolean sameInode = there.inode() == staged.inode() && there.modified() == staged.modified();
    return sameInode || hasHash(staged.name(), staged.hash());
  }

  Visible visibleIs(Expected expected, StagedContent staged, String name, Optional<FileFacts> visible)
      throws DiskException {
    if (visible.isEmpty()) {
      return Visible.ABSENT;
    }
    FileFacts there = visible.get();
    if (there.isFile() && there.size() == staged.size() && mayHoldStaged(expected, staged, there)
        && hasHash(name, staged.hash())) {
      return Visible.NEW_BYTES;
    }
    return expectedIs(expected, name, visible);
  }

  /** A proven memo of other bytes spares the hashing of a large file. */
  private static boolean mayHoldStaged(Expected expected, StagedContent staged, FileFacts there) {
    return !(expected instanceof Expected.Content content
        && !content.hash().equals(staged.hash())
        && Displaced.proves(content.memo(), there));
  }

  Visible expectedIs(Expected expected, String name, Optional<FileFacts> visible) throws DiskException {
    if (visible.isEmpty()) {
      return Visible.ABSENT;
    }
    return Displaced.isExpected(disk, expected, name, visible.get()) ? Visible.EXPECTED : Visible.OTHER;
  }

  Trash trashIs(Expected expected, String trash) throws DiskException {
    Optional<FileFacts> facts = disk.look(trash);
    if (facts.isEmpty()) {
      return Trash.NOTHING;
    }
    return Displaced.isExpected(disk, expected, trash, facts.get()) ? Trash.EXPECTED : Trash.OTHER;
  }

  private boolean hasHash(String name, ContentHash hash) throws DiskException {
    return Contents.hash(disk, name).filter(hash::equals).isPresent();
  }
}
