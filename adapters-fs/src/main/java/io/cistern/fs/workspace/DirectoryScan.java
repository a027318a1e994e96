package io.cistern.fs.workspace;

import io.cistern.application.port.WorkspaceStore.Skipped;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.FileFacts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One walk through the served directory: which files do not look as remembered, which were not met, and what is left
 * out. Opens no file, follows no link. One thread.
 */
final class DirectoryScan {
  /** Enough to be shown; a directory full of links shall not fill the memory. */
  private static final int MAX_SKIPPED = 1000;

  private final Disk served;
  private final FileIndex known;
  private final long now;
  private final Deque<String> directories = new ArrayDeque<>();
  private final Set<String> met = new HashSet<>();
  private final List<WorkspacePath> suspects = new ArrayList<>();
  private final List<String> blind = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();

  DirectoryScan(Disk served, FileIndex known, long nowNanos) {
    this.served = served;
    this.known = known;
    this.now = nowNanos;
  }

  /** Walks; throws only when the root itself cannot be listed, since nothing may be concluded from that. */
  void walk() throws DiskException {
    if (served.look("").filter(root -> root.links() > 0).isEmpty()) {
      throw new DiskException(Kind.NOT_FOUND, "list", "", "the served directory is gone");
    }
    directory("", served.list(""));
    while (!directories.isEmpty()) {
      String name = directories.removeLast();
      try {
        directory(name, served.list(name));
      } catch (DiskException e) {
        turnBlind(name, e);
      }
    }
    Collections.sort(suspects);
  }

  /** Files that are new, or look different, in byte order. */
  List<WorkspacePath> suspects() {
    return suspects;
  }

  /** Known files that were not met where the walk could see. */
  List<WorkspacePath> missing() {
    List<WorkspacePath> missing = new ArrayList<>();
    for (FileEntry entry : known.all()) {
      if (!met.contains(entry.path().value()) && isSeen(entry.path().relative())) {
        missing.add(entry.path());
      }
    }
    return missing;
  }

  List<Skipped> skipped() {
    return List.copyOf(skipped);
  }

  private void directory(String directory, List<DirectoryEntry> entries) {
    String prefix = directory.isEmpty() ? "" : directory + "/";
    for (DirectoryEntry entry : entries) {
      String name = prefix + entry.name();
      if (!entry.readable()) {
        skip(name, "its name is not valid UTF-8");
      } else {
        entry(name, entry);
      }
    }
  }

  private void entry(String name, DirectoryEntry entry) {
    if (name.equals(WorkspacePath.CONTROL_DIRECTORY) || Publisher.isStagedName(name)) {
      return;
    }
    Optional<WorkspacePath> path = WorkspacePath.parse("/" + name);
    if (path.isEmpty()) {
      skip(name, "its name cannot be served: reserved, too long or too deep");
      return;
    }
    switch (entry.kind()) {
      case DIRECTORY -> directories.addLast(name);
      case FILE -> file(path.get());
      case SYMBOLIC_LINK -> skip(name, "a symbolic link, never followed");
      case OTHER -> skip(name, "neither a file nor a directory");
    }
  }

  private void file(WorkspacePath path) {
    try {
      Optional<FileFacts> facts = served.look(path.relative());
      if (facts.isEmpty() || !facts.get().isFile()) {
        return;
      }
      Memo seen = memo(facts.get(), now);
      Optional<FileEntry> entry = known.find(path);
      entry.ifPresent(file -> met.add(file.path().value()));
      if (!entry.map(file -> file.memo().proves(seen)).orElse(false)) {
        suspects.add(path);
      }
    } catch (DiskException e) {
      turnBlind(path.relative(), e);
    }
  }

  static Memo memo(FileFacts facts, long nowNanos) {
    return Memo.lookedAt(facts.inode(), facts.size(), facts.modified(), facts.changed(), nowNanos);
  }

  /** What vanished meanwhile is found missing; what cannot be seen is neither there nor gone. */
  private void turnBlind(String name, DiskException e) {
    if (e.kind() != Kind.NOT_FOUND) {
      blind.add(name);
      skip(name, String.valueOf(e.getMessage()));
    }
  }

  private void skip(String name, String why) {
    if (skipped.size() < MAX_SKIPPED) {
      skipped.add(new Skipped(name, why));
    }
  }

  private boolean isSeen(String name) {
    return blind.stream().noneMatch(place -> name.equals(place) || name.startsWith(place + "/"));
  }
}
