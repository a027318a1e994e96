package io.cistern.application.inspect;

import io.cistern.application.commit.Change;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.application.port.WorkingTree.Named;
import io.cistern.domain.change.IgnoreRules;
import io.cistern.domain.manifest.LocalRule;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.YieldRule;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
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
 * removal, and placeholders that somebody wrote to. Neither what a {@code .cisternignore} leaves out, as it does for whoever
 * adds, nor a conflict copy is a new file. Used by one thread, once.
 */
final class VisibleFiles {
  private final WorkingTree tree;
  private final Manifest manifest;
  private final Examination examination;
  private final Set<String> copies = new HashSet<>();

  VisibleFiles(WorkingTree tree, Manifest manifest) {
    this.tree = tree;
    this.manifest = manifest;
    this.examination = Examination.ofLooks(tree, manifest);
    manifest.withoutPlaceholders("").forEachRemaining(
        entry -> YieldRule.conflictCopy(entry).ifPresent(copy -> copies.add("/" + copy)));
  }

  /**
   * A directory to be walked over.
   *
   * @param rules of the directories above it
   * @param leftOut whether they leave it out, with all new files below it
   */
  private record Walk(String directory, IgnoreRules rules, boolean leftOut) {
    boolean leavesOut(String name, boolean isDirectory) {
      return leftOut || rules.leavesOut(name.substring(1), isDirectory);
    }
  }

  /** Tells each finding below a name, or at it. */
  void find(String name, StopSignal stop, Consumer<Change> sink) {
    Walk start = walkTo(name);
    if (!name.equals("/")) {
      lookAt(name, start.leavesOut(name, false), sink);
    }
    Deque<Walk> directories = new ArrayDeque<>(List.of(
        new Walk(name, start.rules, !name.equals("/") && start.leavesOut(name, true))));
    while (!directories.isEmpty()) {
      Walk walk = directories.remove();
      List<Named> names = tree.list(walk.directory);
      Walk within = new Walk(walk.directory, rules(walk, names), walk.leftOut);
      for (Named named : names) {
        stop.check();
        switch (named.kind()) {
          case DIRECTORY ->
            directories.add(new Walk(named.name(), within.rules, within.leavesOut(named.name(), true)));
          case FILE -> lookAt(named.name(), within.leavesOut(named.name(), false), sink);
          case OTHER -> {}
        }
      }
    }
  }

  /** What the directories above a name say. */
  private Walk walkTo(String name) {
    Walk walk = new Walk("/", IgnoreRules.NONE, false);
    for (int slash = name.indexOf('/', 1); !name.equals("/"); slash = name.indexOf('/', slash + 1)) {
      IgnoreRules rules = rules(walk, tree.list(walk.directory));
      if (slash < 0) {
        return new Walk(walk.directory, rules, walk.leftOut);
      }
      String directory = name.substring(0, slash);
      walk = new Walk(directory, rules, walk.leftOut || rules.leavesOut(directory.substring(1), true));
    }
    return walk;
  }

  /** With those of the directory itself. */
  private IgnoreRules rules(Walk walk, List<Named> names) {
    String file = (walk.directory.equals("/") ? "" : walk.directory) + "/" + IgnoreRules.FILE;
    return names.contains(new Named(file, Named.Kind.FILE))
        ? WorkspacePath.parse(file)
            .flatMap(tree::open)
            .map(text -> walk.rules.within(walk.directory.substring(1), text(text)))
            .orElse(walk.rules)
        : walk.rules;
  }

  private void lookAt(String name, boolean leftOut, Consumer<Change> sink) {
    Optional<WorkspacePath> path = WorkspacePath.parse(name);
    if (path.isEmpty() || manifest.isSwitching(name)) {
      return;
    }
    Optional<PathEntry> known = manifest.find(name);
    if (known.isEmpty()) {
      if (!leftOut && !copies.contains(name)) {
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

  /** Rules that cannot be read, or are too many, leave nothing out: what is found can be seen. */
  private static String text(InputStream opened) {
    try (InputStream text = opened) {
      byte[] bytes = text.readNBytes(IgnoreRules.LARGEST_FILE + 1);
      return bytes.length > IgnoreRules.LARGEST_FILE ? "" : new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
