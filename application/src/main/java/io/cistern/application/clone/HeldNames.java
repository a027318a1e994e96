package io.cistern.application.clone;

import io.cistern.application.names.Level;
import io.cistern.application.port.Manifest;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.NamePolicy;
import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.Utf8Order;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names that are held while a page is applied: those of the manifest, and those of the page taken so far. */
final class HeldNames implements NamePolicy.Neighbours {
  private final Manifest manifest;
  private final Folding folding;
  private final NavigableSet<String> coming = new TreeSet<>(Utf8Order.COMPARATOR);
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Boolean> filesHeld = new HashMap<>();
  private final Map<String, Map<String, String>> folded = new HashMap<>();

  /**
   * Starts without a name of the page.
   *
   * @param coming every name of the page that can be held at all, so that a file yields to a directory that comes with it
   */
  HeldNames(Manifest manifest, Folding folding, Set<String> coming) {
    this.manifest = manifest;
    this.folding = folding;
    this.coming.addAll(coming);
  }

  /** A name of the page is taken. */
  void take(String path) {
    taken.add(path);
    if (folding.any()) {
      for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
        int end = path.indexOf('/', slash + 1);
        String segment = path.substring(slash + 1, end < 0 ? path.length() : end);
        inDirectory(slash == 0 ? "/" : path.substring(0, slash)).putIfAbsent(folding.key(segment), segment);
      }
    }
  }

  @Override
  public boolean fileAt(String path) {
    return taken.contains(path) || filesHeld.computeIfAbsent(path, this::manifestHasFile);
  }

  @Override
  public boolean anythingBelow(String path) {
    String prefix = path + "/";
    String next = coming.ceiling(prefix);
    return (next != null && next.startsWith(prefix)) || manifestHolds(prefix);
  }

  @Override
  public Optional<String> foldedIn(String directory, String key) {
    return Optional.ofNullable(inDirectory(directory).get(key));
  }

  private boolean manifestHasFile(String path) {
    return manifest.find(path).filter(HeldNames::onDisk).isPresent();
  }

  private Map<String, String> inDirectory(String directory) {
    return folded.computeIfAbsent(directory, this::load);
  }

  private Map<String, String> load(String directory) {
    Map<String, String> names = new HashMap<>();
    Level.of(manifest, directory).forEachRemaining(row -> {
      boolean held = row.file().map(HeldNames::onDisk).orElseGet(() -> manifestHolds(row.name() + "/"));
      if (held) {
        String segment = row.name().substring(row.name().lastIndexOf('/') + 1);
        names.putIfAbsent(folding.key(segment), segment);
      }
    });
    return names;
  }

  private boolean manifestHolds(String prefix) {
    Iterator<PathEntry> below = manifest.from(prefix, "");
    while (below.hasNext()) {
      if (onDisk(below.next())) {
        return true;
      }
    }
    return false;
  }

  private static boolean onDisk(PathEntry entry) {
    return entry.state() != PathState.QUARANTINED;
  }
}
