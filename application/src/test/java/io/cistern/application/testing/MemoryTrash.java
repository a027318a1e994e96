package io.cistern.application.testing;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Trash;
import io.cistern.application.testing.MemoryState.Node;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.trash.TrashRule;
import io.cistern.domain.trash.TrashedFile;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Instant;
import java.util.List;

/** Trash of a mirror in memory; nobody has anything open there. */
final class MemoryTrash implements Trash {
  private final MemoryState state;

  MemoryTrash(MemoryState state) {
    this.state = state;
  }

  @Override
  public List<TrashedFile> kept() {
    synchronized (state) {
      return state.trash.entrySet().stream().map(entry -> {
        String[] name = entry.getKey().split("-", -1);
        Node.File file = entry.getValue();
        return new TrashedFile(
            new Sequence(Long.parseLong(name[0])), Integer.parseInt(name[1]), file.bytes().length,
            Instant.ofEpochSecond(0, file.changed()));
      }).toList();
    }
  }

  @Override
  public int drop(HeldLock held, List<TrashRule.Due> due) {
    held.ensureValid();
    synchronized (state) {
      int before = state.trash.size();
      due.forEach(one -> state.trash.remove(name(one.file().at(), one.file().index())));
      return before - state.trash.size();
    }
  }

  @Override
  public int dropBefore(HeldLock held, Sequence firstKept, int most) {
    List<TrashRule.Due> due = kept().stream()
        .filter(file -> file.at().compareTo(firstKept) < 0)
        .limit(most)
        .map(file -> new TrashRule.Due(file, false))
        .toList();
    return drop(held, due);
  }

  @Override
  public void dropIfVisible(HeldLock held, Sequence at, int index, WorkspacePath visible) {
    held.ensureValid();
    synchronized (state) {
      Node.File trashed = state.trash.get(name(at, index));
      boolean same = trashed != null && state.visible.get(visible.value()) instanceof Node.File there
          && there.inode() == trashed.inode();
      if (same) {
        state.trash.remove(name(at, index));
      }
    }
  }

  private static String name(Sequence at, int index) {
    return at.number() + "-" + index;
  }
}
