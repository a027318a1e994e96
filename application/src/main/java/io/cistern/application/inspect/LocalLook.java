package io.cistern.application.inspect;

import io.cistern.application.inspect.StatusReport.Local;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Compares files with what is remembered of them; hashes only where that proves nothing. Used by one thread, once. */
final class LocalLook {
  private final WorkingTree tree;
  private final Manifest manifest;
  private final List<String> examples = new ArrayList<>();
  private StateCounts moved = StateCounts.NONE;
  private StateCounts left = StateCounts.NONE;
  private long edited;
  private long missing;
  private long unreadable;

  LocalLook(WorkingTree tree, Manifest manifest) {
    this.tree = tree;
    this.manifest = manifest;
  }

  Local over(Iterator<PathEntry> entries) {
    entries.forEachRemaining(this::lookAt);
    return new Local(edited, missing, unreadable, examples);
  }

  /** The counts as they are with the edits found. */
  StateCounts counted(StateCounts recorded) {
    return recorded.minus(left).plus(moved);
  }

  /** A path that is being switched at this moment has no settled look. */
  private void lookAt(PathEntry entry) {
    boolean onDisk = entry.state() == PathState.HYDRATED || entry.state() == PathState.MODIFIED;
    if (!onDisk || manifest.isSwitching(entry.name())) {
      return;
    }
    switch (tree.look(entry.path())) {
      case Look.File(Memo memo, boolean _) -> compare(entry, memo);
      case Look.Absent() -> {
        missing++;
        example(entry);
      }
      case Look.NotAFile _, Look.Unreadable _ -> {
        unreadable++;
        example(entry);
      }
    }
  }

  private void compare(PathEntry entry, Memo memo) {
    boolean same = entry.state() == PathState.MODIFIED
        || entry.memo().filter(known -> known.proves(memo)).isPresent()
        || tree.hash(entry.path()).equals(entry.hash());
    if (!same) {
      edited++;
      left = left.plus(entry);
      moved = moved.plus(entry.withState(PathState.MODIFIED));
      example(entry);
    }
  }

  private void example(PathEntry entry) {
    if (examples.size() < ReportStatus.EXAMPLES) {
      examples.add(entry.name());
    }
  }
}
