package io.cistern.application.mutate;

import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.change.OnDisk;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/**
 * What lies under a visible name. Reading it may mean hashing, so it is done without the lock; under the lock a look
 * says whether it still holds.
 */
public final class Standing {
  /** A file that is written to without a pause keeps the name; who wants to replace it tries again later. */
  private static final int TRIES = 3;

  private final WorkingTree tree;

  /** Of this tree. */
  public Standing(WorkingTree tree) {
    this.tree = tree;
  }

  /**
   * What lies there now; hashes unless the entry vouches for the bytes.
   *
   * @param known what the manifest holds for the path
   */
  public OnDisk read(WorkspacePath path, Optional<PathEntry> known) {
    for (int i = 0; i < TRIES; i++) {
      Optional<OnDisk> found = switch (tree.look(path)) {
        case Look.File(Memo memo, boolean placeholder) -> content(path, known, memo, placeholder);
        case Look.Absent() -> Optional.of(new OnDisk.Absent());
        case Look.NotAFile(String kind) -> Optional.of(new OnDisk.NoFile(kind));
        case Look.Unreadable(String why) -> Optional.of(new OnDisk.Unreadable(why));
      };
      if (found.isPresent()) {
        return found.get();
      }
    }
    return new OnDisk.Unreadable("it changes while it is read");
  }

  /** Whether what was read still lies there, as far as a look can tell. */
  public boolean holds(WorkspacePath path, OnDisk read) {
    return switch (tree.look(path)) {
      case Look.File(Memo memo, boolean _) ->
        read instanceof OnDisk.Content content && content.memo().sameLook(memo);
      case Look.Absent() -> read instanceof OnDisk.Absent;
      case Look.NotAFile _ -> read instanceof OnDisk.NoFile;
      case Look.Unreadable _ -> read instanceof OnDisk.Unreadable;
    };
  }

  /** Empty when the file changed while it was read. */
  private Optional<OnDisk> content(WorkspacePath path, Optional<PathEntry> known, Memo memo, boolean placeholder) {
    if (placeholder) {
      return Optional.of(new OnDisk.Content(memo, true, ContentHash.OF_NOTHING));
    }
    Optional<ContentHash> remembered = known
        .filter(entry -> entry.state() == PathState.HYDRATED)
        .filter(entry -> entry.memo().filter(old -> old.proves(memo)).isPresent())
        .flatMap(PathEntry::hash);
    if (remembered.isPresent()) {
      return Optional.of(new OnDisk.Content(memo, false, remembered.get()));
    }
    try {
      return tree.hash(path)
          .<OnDisk>map(hash -> new OnDisk.Content(memo, false, hash))
          .filter(content -> holds(path, content));
    } catch (CisternException failed) {
      return Optional.of(new OnDisk.Unreadable(failed.failure().message()));
    }
  }
}
