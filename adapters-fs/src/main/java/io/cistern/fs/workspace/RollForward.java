package io.cistern.fs.workspace;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import java.util.List;
import java.util.Map;

/**
 * Finishes what a dead process had recorded and not yet shown on the disk. What somebody has put there since stays: the
 * next scan makes a change of it.
 */
final class RollForward {
  /** Proves nothing, so that the next scan hashes the file. */
  private static final Memo UNKNOWN = new Memo(0, 0, 0, 0, true);

  private final Disk served;
  private final Publisher publisher;
  private final Noticer noticer;

  RollForward(Disk served, Publisher publisher, Noticer noticer) {
    this.served = served;
    this.publisher = publisher;
    this.noticer = noticer;
  }

  /** May be cut anywhere and run again. */
  void run(Ledger ledger) throws DiskException {
    for (Map.Entry<WorkspacePath, Ledger.Unsettled> entry : ledger.unsettled()) {
      WorkspacePath path = entry.getKey();
      Ledger.Unsettled wish = entry.getValue();
      if (isStillBefore(path, wish)) {
        finish(path, wish);
      }
      publisher.forceNames(List.of(path));
      ledger.settle(path, wish.file().map(file -> file.lookingLike(UNKNOWN)));
    }
    publisher.clean();
  }

  private void finish(WorkspacePath path, Ledger.Unsettled wish) throws DiskException {
    boolean removal = wish.file().isEmpty();
    if (removal && noticer.factsOf(path).isPresent()) {
      publisher.remove(path);
    } else if (!removal && served.look(wish.staged()).isPresent() && publisher.obstacle(path).isEmpty()) {
      publisher.publish(path, wish.staged());
    }
  }

  /** Nothing there, or bytes that the store knew under this path before. */
  private boolean isStillBefore(WorkspacePath path, Ledger.Unsettled wish) throws DiskException {
    return switch (noticer.look(path)) {
      case Noticer.Sight.Gone _ -> true;
      case Noticer.Sight.Closed _ -> false;
      case Noticer.Sight.Hashed(_, _, ContentProbe.Probed(var hash, _, _)) ->
        wish.before().stream().map(FileEntry::hash).anyMatch(hash::equals);
    };
  }
}
