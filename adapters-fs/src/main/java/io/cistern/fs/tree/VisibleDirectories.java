package io.cistern.fs.tree;

import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.disk.FileKind;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The directories on the way to visible names: made when needed, forced up to one that is known to be durable, removed
 * when a removal left them empty.
 *
 * <p>A directory made by a process that died may not be durable, and nothing on disk tells. So a directory counts as
 * durable only when this process has forced its parent since it first saw it, by inode, because a person may have
 * replaced it. Used under the mirror lock only, so by one thread at a time.
 */
final class VisibleDirectories {
  /** Above this many directories one sync of the file system is cheaper than a force of each. */
  private static final int FORCED_ONE_BY_ONE = 4;

  private final Disk disk;
  private final int mode;
  private final Map<String, Long> durable = new HashMap<>();

  VisibleDirectories(Disk disk, int mode) {
    this.disk = disk;
    this.mode = mode;
  }

  /** Whether every segment on the way to the name is a directory or missing. */
  boolean reachable(String name) throws DiskException {
    try {
      disk.look(name);
      return true;
    } catch (DiskException refused) {
      if (refused.kind() == DiskException.Kind.NOT_A_DIRECTORY) {
        return false;
      }
      throw refused;
    }
  }

  void makeParents(String name) throws DiskException {
    String parent = parent(name);
    if (parent.isEmpty() || disk.look(parent).isPresent()) {
      return;
    }
    makeParents(parent);
    try {
      disk.makeDirectory(parent, mode);
    } catch (DiskException made) {
      if (made.kind() != DiskException.Kind.EXISTS) {
        throw made;
      }
    }
  }

  /** Makes durable the names of these paths and of every directory on the way to them. */
  void force(List<WorkspacePath> paths) throws DiskException {
    Set<String> toForce = new LinkedHashSet<>();
    Map<String, Long> becomeDurable = new HashMap<>();
    for (WorkspacePath path : paths) {
      collect(parent(path.relative()), toForce, becomeDurable);
    }
    if (toForce.size() > FORCED_ONE_BY_ONE) {
      disk.syncAll();
    } else {
      for (String directory : toForce) {
        forceIfThere(directory);
      }
    }
    durable.putAll(becomeDurable);
  }

  /**
   * Makes the directories on the way to a path durable before a file is moved there that has no second name: a cut must
   * not keep the move and lose the directory.
   */
  void makeDurableParents(WorkspacePath path) throws DiskException {
    makeParents(path.relative());
    String parent = parent(path.relative());
    boolean known = parent.isEmpty() || inode(parent).filter(inode -> inode.equals(durable.get(parent))).isPresent();
    if (!known) {
      force(List.of(path));
    }
  }

  void forceParent(String name) throws DiskException {
    disk.forceDirectory(parent(name));
  }

  /** Directories exist only through files: one left empty goes, and so upwards; one that is not empty stays. */
  void removeEmptyParents(WorkspacePath path) throws DiskException {
    String directory = parent(path.relative());
    while (!directory.isEmpty()) {
      try {
        disk.removeDirectory(directory);
      } catch (DiskException stays) {
        return;
      }
      durable.remove(directory);
      directory = parent(directory);
    }
  }

  private void collect(String directory, Set<String> toForce, Map<String, Long> becomeDurable) throws DiskException {
    if (!toForce.add(directory)) {
      return;
    }
    String below = directory;
    while (!below.isEmpty()) {
      Optional<Long> inode = inode(below);
      if (inode.isPresent() && inode.get().equals(durable.get(below))) {
        return;
      }
      inode.ifPresent(known(below, becomeDurable));
      below = parent(below);
      if (!toForce.add(below) && becomeDurable.containsKey(below)) {
        return;
      }
    }
  }

  private static Consumer<Long> known(String directory, Map<String, Long> becomeDurable) {
    return inode -> becomeDurable.put(directory, inode);
  }

  private Optional<Long> inode(String directory) throws DiskException {
    try {
      return disk.look(directory).filter(facts -> facts.kind() == FileKind.DIRECTORY).map(FileFacts::inode);
    } catch (DiskException refused) {
      return switch (refused.kind()) {
        case NOT_A_DIRECTORY, NO_ACCESS -> Optional.empty();
        case NOT_FOUND, EXISTS, NOT_A_FILE, NOT_EMPTY, NO_SPACE, NAME_TOO_LONG, TOO_MANY_OPEN, TAINTED, OTHER ->
          throw refused;
      };
    }
  }

  /**
   * A person may have removed the directory since; then there is no name of ours left in it to force. One that may be
   * written and not read is forced with the whole file system.
   */
  private void forceIfThere(String directory) throws DiskException {
    try {
      disk.forceDirectory(directory);
    } catch (DiskException gone) {
      switch (gone.kind()) {
        case NOT_FOUND, NOT_A_DIRECTORY -> {}
        case NO_ACCESS -> disk.syncAll();
        case EXISTS, NOT_A_FILE, NOT_EMPTY, NO_SPACE, NAME_TOO_LONG, TOO_MANY_OPEN, TAINTED, OTHER -> throw gone;
      }
    }
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
