package io.cistern.application.clone;

import io.cistern.application.port.Manifest;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Quarantined names that a removal may have made room for. They are told again as the remote told them, and judged again;
 * one that still clashes stays where it is.
 */
final class Released {
  private final Manifest manifest;
  private final Folding folding;
  private final Map<String, RemoteFact> facts = new TreeMap<>();

  private Released(Manifest manifest, Folding folding) {
    this.manifest = manifest;
    this.folding = folding;
  }

  /** What these removals may release. */
  static List<RemoteFact> by(List<RemoteFact> removals, Manifest manifest, Folding folding) {
    Released released = new Released(manifest, folding);
    removals.forEach(removal -> released.onTheWayTo(removal.name()));
    if (folding.any() && !removals.isEmpty()) {
      released.foldedLike(removals);
    }
    return List.copyOf(released.facts.values());
  }

  /** A file whose name was a directory's. */
  private void onTheWayTo(String name) {
    for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      manifest.find(name.substring(0, slash)).ifPresent(this::consider);
    }
  }

  /** Names that may have been taken for a removed one; which level they met at does not matter to ask again. */
  private void foldedLike(List<RemoteFact> removals) {
    Set<String> keys = removals.stream().map(removal -> key(removal.name())).collect(Collectors.toSet());
    Iterator<PathEntry> entries = manifest.withoutPlaceholders("/");
    while (entries.hasNext()) {
      PathEntry entry = entries.next();
      if (keys.contains(key(entry.name()))) {
        consider(entry);
      }
    }
  }

  private String key(String name) {
    int end = name.indexOf('/', 1);
    return folding.key(end < 0 ? name : name.substring(0, end));
  }

  private void consider(PathEntry entry) {
    if (entry.state() == PathState.QUARANTINED && WorkspacePath.parse(entry.name()).isPresent()) {
      facts.put(entry.name(), new RemoteFact.Present(
          entry.name(), entry.revision(), entry.hash(), entry.size(), entry.updatedAt()));
    }
  }
}
