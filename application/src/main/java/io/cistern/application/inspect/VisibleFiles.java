package io.cistern.application.inspect;

import io.cistern.application.commit.Change;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.application.port.WorkingTree.Named;
import io.cistern.domain.manifest.LocalRule;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.Globs;
import io.cistern.domain.publish.YieldRule;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Walks over what a person sees and finds what the manifest does not know: new files, files that are back after their
 * removal, and placeholders that somebody wrote to. Neither what {@code .cisternignore} in the root names nor a conflict
 * copy is a new file. Used by one thread, once.
 */
final class VisibleFiles {
  private static final WorkspacePath IGNORED = WorkspacePath.parse("/.cisternignore").orElseThrow();

  private final WorkingTree tree;
  private final Manifest manifest;
  private final Examination examination;
  private final Globs ignored;
  private final Set<String> copies = new HashSet<>();

  VisibleFiles(WorkingTree tree, Manifest manifest) {
    this.tree = tree;
    this.manifest = manifest;
    this.examination = Examination.ofLooks(tree, manifest);
    this.ignored = Globs.of(tree.open(IGNORED).map(VisibleFiles::patterns).orElse(List.of()));
    manifest.withoutPlaceholders("").forEachRemaining(
        entry -> YieldRule.conflictCopy(entry).ifPresent(copy -> copies.add("/" + copy)));
  }

  /** Tells each finding below a name, or at it. */
  void find(String name, StopSignal stop, Consumer<Change> sink) {
    Deque<String> directories = new ArrayDeque<>(List.of(name));
    if (!name.equals("/")) {
      lookAt(name, sink);
    }
    while (!directories.isEmpty()) {
      for (Named named : tree.list(directories.remove())) {
        stop.check();
        switch (named.kind()) {
          case DIRECTORY -> directories.add(named.name());
          case FILE -> lookAt(named.name(), sink);
          case OTHER -> {}
        }
      }
    }
  }

  private void lookAt(String name, Consumer<Change> sink) {
    Optional<WorkspacePath> path = WorkspacePath.parse(name);
    if (path.isEmpty() || manifest.isSwitching(name)) {
      return;
    }
    Optional<PathEntry> known = manifest.find(name);
    if (known.isEmpty()) {
      if (!ignored.match(name) && !copies.contains(name)) {
        memo(path.get()).ifPresent(memo -> sink.accept(new NewFile(added(name, memo))));
      }
      return;
    }
    PathEntry entry = known.get();
    switch (entry.state()) {
      case PLACEHOLDER -> examination.of(entry).note().ifPresent(sink);
      case REMOVED -> back(entry).ifPresent(sink);
      case HYDRATED, MODIFIED, ADDED, CONFLICT, QUARANTINED -> {} // looked at by name
    }
  }

  /** A person has put a file where they had removed one. */
  private Optional<Change> back(PathEntry entry) {
    return memo(entry.path()).flatMap(memo -> tree.hash(entry.path()).map(hash -> new FindingNote(
        entry,
        LocalRule.holding(entry.path(), Optional.of(entry), hash, memo.size()).withMemo(Optional.of(memo)))));
  }

  private static PathEntry added(String name, Memo memo) {
    return LocalRule.added(WorkspacePath.parse(name).orElseThrow(), memo.size()).withMemo(Optional.of(memo));
  }

  private Optional<Memo> memo(WorkspacePath path) {
    return tree.look(path) instanceof Look.File(Memo memo, boolean _) ? Optional.of(memo) : Optional.empty();
  }

  private static List<String> patterns(InputStream text) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException | UncheckedIOException unreadable) {
      return List.of();
    }
  }
}
