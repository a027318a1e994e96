package io.cistern.application.hydrate;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/** Where candidates come from: the manifest names them, the disk has the last word. Safe for use by many threads. */
public final class Discovery {
  private final Manifest manifest;
  private final WorkingTree tree;
  private final HydrateSettings settings;

  /** Keeps these. */
  @Inject
  public Discovery(Manifest manifest, WorkingTree tree, HydrateSettings settings) {
    this.manifest = manifest;
    this.tree = tree;
    this.settings = settings;
  }

  /**
   * What the manifest says is wanted, in order; a walk of its own.
   *
   * @param except names that are left out
   */
  Candidates candidates(Selection selection, Set<String> except) {
    return Candidates.of(manifest, selection, except, settings.eager(), settings.bounds().guard());
  }

  /** How many these are. */
  long count(Selection selection, Set<String> except) {
    long count = 0;
    for (Candidates candidates = candidates(selection, except); candidates.hasNext(); candidates.next()) {
      count++;
    }
    return count;
  }

  Unreadable unreadable() {
    return new Unreadable(tree);
  }

  /** What the disk says to a wanted path, without following or opening anything; empty where it cannot be looked at. */
  Optional<Found> look(PathEntry entry, Unreadable unreadable) {
    if (entry.state() == PathState.QUARANTINED) {
      return Optional.of(new Found.Obstructed(entry, "this file system cannot hold the name"));
    }
    if (unreadable.covers(entry.name())) {
      return Optional.empty();
    }
    return switch (tree.look(entry.path())) {
      case Look.File(Memo _, boolean placeholder) when placeholder -> Optional.of(new Found.Candidate(entry));
      case Look.File _ -> Optional.of(new Found.Obstructed(entry, "changed here"));
      case Look.Absent() -> Optional.of(new Found.Obstructed(entry, "removed here"));
      case Look.NotAFile(String kind) ->
        Optional.of(new Found.Obstructed(entry, "the name is held by a " + kind));
      case Look.Unreadable _ -> {
        unreadable.add(entry.path());
        yield Optional.empty();
      }
    };
  }
}
