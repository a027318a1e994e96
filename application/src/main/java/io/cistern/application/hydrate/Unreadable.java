package io.cistern.application.hydrate;

import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** The directories that cannot be looked into, each once, by its highest name. Used by one thread. */
final class Unreadable {
  private final WorkingTree tree;
  private final NavigableSet<String> directories = new TreeSet<>();

  Unreadable(WorkingTree tree) {
    this.tree = tree;
  }

  /** Whether the path is known to lie below such a directory. */
  boolean covers(String path) {
    return directories.stream().anyMatch(directory -> path.startsWith(directory + "/"));
  }

  /** A path below which one must be, for it could not be looked at. */
  void add(WorkspacePath path) {
    if (covers(path.value())) {
      return;
    }
    String directory = parent(path.value());
    Optional<WorkspacePath> above = WorkspacePath.parse(directory);
    while (above.isPresent() && tree.look(above.get()) instanceof Look.Unreadable) {
      directory = parent(directory);
      above = WorkspacePath.parse(directory);
    }
    directories.add(directory);
  }

  /** In order; the mirror's own root is {@code "/"}. */
  List<String> directories() {
    List<String> all = new ArrayList<>();
    directories.forEach(directory -> all.add(directory.isEmpty() ? "/" : directory));
    return all;
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
