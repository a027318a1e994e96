package io.cistern.application.mutate;

import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.LocalRule;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves a file, or all files of a directory, to another name: one group, in which each file has two names to be switched,
 * the new one first. No name is ever replaced; where a person is quicker both names stay as they have them (flaw F18).
 */
public final class MoveFiles {
  /** Two names each; bounds the memory of the group and of its publication. */
  static final int GROUP = 10_000;

  private final Commits commits;
  private final Manifest manifest;
  private final WorkingTree tree;

  /** Keeps these. */
  public MoveFiles(Commits commits, Manifest manifest, WorkingTree tree) {
    this.commits = commits;
    this.manifest = manifest;
    this.tree = tree;
  }

  /** One file on its way. */
  public record Move(WorkspacePath from, WorkspacePath to) {}

  /**
   * What a move would do, on the manifest as it is; in order.
   *
   * @throws CisternException as {@link #move}
   */
  public List<Move> plan(String from, String to, StopSignal stop) {
    return planned(from, to, stop).stream().map(one -> new Move(one.entry.path(), one.to)).toList();
  }

  /**
   * Moves.
   *
   * @param from a file or a directory
   * @param to its new name; a directory that exists takes it in under its own name
   * @throws CisternException {@code Usage} when the move cannot be meant: no such path, into itself, onto something that
   *     exists, content that is not here; nothing is done then
   */
  public ChangeReport move(String from, String to, StopSignal stop) {
    commits.catchUp();
    List<Planned> moves = planned(from, to, stop);
    Map<String, Optional<PathEntry>> basis = new HashMap<>();
    List<LogRecord> records = new ArrayList<>();
    for (Planned one : moves) {
      basis.put(one.entry.name(), Optional.of(one.entry));
      basis.put(one.to.value(), one.tombstone);
      records.addAll(records(one.entry, one.content, one.to, one.tombstone, one.size, Origin.MOVE));
    }
    CommitResult result = commits.commit(new PlannedChange(basis, records));
    Results results = new Results();
    results.add(result, moves.stream().map(Planned::to).toList(), "moved",
        "it was not moved, because one of the two names changed meanwhile");
    return results.report(List.of());
  }

  /** The two switches of one move. */
  static List<LogRecord> records(
      PathEntry entry, Expected.Content content, WorkspacePath to, Optional<PathEntry> tombstone, long size,
      Origin origin) {
    Publication arrival =
        new Publication(to, new Expected.Absent(), new Target.MovedFrom(entry.path(), content));
    Publication departure = new Publication(entry.path(), content, new Target.MovedTo(to));
    return List.of(
        new LogRecord.Switched(
            arrival, Optional.of(LocalRule.holding(to, tombstone, content.hash(), size)), origin),
        new LogRecord.Switched(departure, LocalRule.removed(entry), origin));
  }

  /**
   * A move that can be made.
   *
   * @param tombstone what the manifest holds for the new name
   */
  private record Planned(
      PathEntry entry, Expected.Content content, long size, WorkspacePath to, Optional<PathEntry> tombstone) {}

  private List<Planned> planned(String from, String to, StopSignal stop) {
    Optional<PathEntry> file = manifest.find(from).filter(entry -> entry.state() != PathState.REMOVED);
    List<PathEntry> entries = file.map(List::of).orElseGet(() -> Chosen.below(manifest, from));
    if (from.equals("/") || entries.isEmpty()) {
      throw new CisternException(new Failure.Usage("there is no " + from + " in this mirror to be moved"));
    }
    if (entries.size() > GROUP) {
      throw new CisternException(new Failure.Usage(
          from + " holds more than " + GROUP + " files; move its directories one by one"));
    }
    String target = isDirectory(to) ? (to.equals("/") ? "" : to) + from.substring(from.lastIndexOf('/')) : to;
    if (target.equals(from) || target.startsWith(from + "/")) {
      throw new CisternException(new Failure.Usage(from + " cannot be moved into itself"));
    }
    List<Planned> moves = new ArrayList<>();
    for (PathEntry entry : entries) {
      stop.check();
      moves.add(planned(entry, target + entry.name().substring(from.length())));
    }
    return moves;
  }

  private boolean isDirectory(String name) {
    return name.equals("/") || !Chosen.below(manifest, name).isEmpty()
        || WorkspacePath.parse(name).filter(path -> !tree.list(path.value()).isEmpty()).isPresent();
  }

  private Planned planned(PathEntry entry, String target) {
    WorkspacePath to = WorkspacePath.parse(target)
        .orElseThrow(() -> refused(target + " can be no file of a workspace"));
    Optional<PathEntry> tombstone = manifest.find(target);
    boolean taken = tombstone.filter(there -> there.state() != PathState.REMOVED).isPresent();
    if (taken || !(tree.look(to) instanceof WorkingTree.Look.Absent)) {
      throw refused(target + " exists already; nothing was moved");
    }
    return switch (entry.state()) {
      case PLACEHOLDER -> throw refused(
          entry.name() + " is a placeholder, and only content can be moved; `cistern open` brings it here first");
      case CONFLICT -> throw refused(entry.name() + " is in conflict, and stays where it is until that is decided");
      case QUARANTINED -> throw refused(entry.name() + " is set aside; nothing on disk stands for it");
      case HYDRATED, MODIFIED, ADDED, REMOVED -> switch (Seen.at(tree, entry)) {
        case Seen.There(Expected.Content content, long size) -> new Planned(entry, content, size, to, tombstone);
        case Seen.There _, Seen.Missing _ -> throw refused(entry.name() + " is missing here, so it cannot be moved");
        case Seen.Untouchable(String why) -> throw refused(entry.name() + ": " + why);
      };
    };
  }

  private static CisternException refused(String why) {
    return new CisternException(new Failure.Usage(why));
  }
}
