package io.cistern.application.mutate;

import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.port.History;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.Staging;
import io.cistern.application.port.Trash;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.LocalRule;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes an operation back: what somebody did here, an undo included, or a removal that the remote asked for. It is a commit
 * like any other, whose staged content is a second name of what lies in trash (flaw F13), so it can be cut anywhere, and be
 * taken back itself.
 */
public final class Undo {
  private final Commits commits;
  private final Manifest manifest;
  private final History history;
  private final WorkingTree tree;
  private final Staging staging;
  private final Trash trash;
  private final InstantSource clock;
  private final int most;

  /** Keeps these. */
  public Undo(
      Commits commits, Manifest manifest, History history, WorkingTree tree, Staging staging, Trash trash,
      InstantSource clock) {
    this(commits, manifest, history, tree, staging, trash, clock, RemoveFiles.GROUP);
  }

  /**
   * @param most paths of one group
   */
  Undo(
      Commits commits, Manifest manifest, History history, WorkingTree tree, Staging staging, Trash trash,
      InstantSource clock, int most) {
    this.most = most;
    this.commits = commits;
    this.manifest = manifest;
    this.history = history;
    this.tree = tree;
    this.staging = staging;
    this.trash = trash;
    this.clock = clock;
  }

  /**
   * What would be taken back.
   *
   * @param of the operation
   * @param paths what would happen, in order
   */
  public record Plan(Sequence of, List<Step> paths) {}

  /** One path of a plan, and in a word what would become of it. */
  public record Step(WorkspacePath path, String what) {}

  /**
   * Plans without changing anything, on the manifest as it is.
   *
   * @param which a group alone; empty for the last operation as a whole
   * @throws CisternException as {@link #undo}
   */
  public Plan plan(Optional<Sequence> which) {
    Operation operation = Operation.find(history, which);
    List<Inverse> inverses = new Inversion(manifest, tree, trash.kept(), operation).inverses();
    return new Plan(operation.at(), inverses.stream().map(one -> new Step(one.path(), word(one))).toList());
  }

  /**
   * Takes it back.
   *
   * @param which a group alone; empty for the last operation as a whole
   * @throws CisternException {@code Usage} when there is no such operation, {@code LocalIo} when it cannot be taken back:
   *     a path was changed since, or what it displaced is not in trash any more; nothing is done then
   */
  public ChangeReport undo(Optional<Sequence> which) {
    commits.catchUp();
    Operation operation = Operation.find(history, which);
    List<Inverse> inverses = new Inversion(manifest, tree, trash.kept(), operation).inverses();
    List<TakingBack> groups = groups(operation, inverses);
    Results results = new Results();
    boolean stopped = false;
    try {
      for (TakingBack group : groups) {
        group.prepare();
      }
      staging.force(groups.stream().flatMap(group -> group.staged.stream()).toList());
    } catch (CisternException unprepared) {
      groups.forEach(group -> staging.discard(group.staged));
      throw unprepared;
    }
    for (TakingBack group : groups) {
      if (stopped) {
        staging.discard(group.staged);
      } else {
        stopped = !group.commit(results);
      }
    }
    return results.report(List.of());
  }

  /** One group, or where there is too much for one, several that are taken back together in their turn. */
  private List<TakingBack> groups(Operation operation, List<Inverse> inverses) {
    Optional<LogRecord> whole = inverses.size() > most
        ? Optional.of(new LogRecord.PartOf(manifest.at(), operation.at().number()))
        : Optional.empty();
    List<TakingBack> groups = new ArrayList<>();
    for (int from = 0; from < inverses.size(); from += most) {
      groups.add(new TakingBack(inverses.subList(from, Math.min(inverses.size(), from + most)), whole));
    }
    return groups;
  }

  /** What is taken back in one group. */
  private final class TakingBack {
    private final List<Inverse> inverses;
    private final Map<String, Optional<PathEntry>> basis = new HashMap<>();
    private final List<LogRecord> records = new ArrayList<>();
    private final List<StagedContent> staged = new ArrayList<>();

    TakingBack(List<Inverse> inverses, Optional<LogRecord> whole) {
      this.inverses = inverses;
      whole.ifPresent(records::add);
    }

    void prepare() {
      inverses.forEach(one -> Undo.this.prepare(one, basis, records, staged));
    }

    /** Answers whether it is committed. */
    boolean commit(Results results) {
      CommitResult result = commits.commit(new PlannedChange(basis, records));
      inverses.forEach(one -> results.add(result, List.of(one.path()), word(one)));
      return switch (result) {
        case CommitResult.Done _ -> {
          consume(inverses);
          yield true;
        }
        case CommitResult.Unpublished _ -> true; // whoever finishes it still needs what is staged
        case CommitResult.Nothing _, CommitResult.StagingLost _ -> {
          staging.discard(staged);
          yield false;
        }
      };
    }
  }

  private void prepare(
      Inverse inverse, Map<String, Optional<PathEntry>> basis, List<LogRecord> records, List<StagedContent> staged) {
    switch (inverse) {
      case Inverse.Away(PathEntry now, Expected expected) -> {
        basis.put(now.name(), Optional.of(now));
        records.add(switched(now.path(), expected, new Target.Nothing(), LocalRule.removed(now)));
      }
      case Inverse.Back(WorkspacePath path, var now, Expected expected, Sequence at, int index) -> {
        StagedContent content = staging.recall(at, index).orElseThrow(() -> new CisternException(
            new Failure.LocalIo(path.value(), at + " cannot be taken back: " + path + " is not in trash any more")));
        staged.add(content);
        basis.put(path.value(), now);
        records.add(switched(
            path, expected, new Target.Bytes(content),
            Optional.of(LocalRule.holding(path, now, content.hash(), content.size()))));
      }
      case Inverse.Placeholder(PathEntry now) -> {
        basis.put(now.name(), Optional.of(now));
        records.add(switched(
            now.path(), new Expected.Absent(), new Target.Placeholder(),
            Optional.of(now.withState(PathState.PLACEHOLDER))));
      }
      case Inverse.Emptied(PathEntry now, Expected.Content expected) -> {
        StagedContent content = staging.stage(InputStream.nullInputStream(), clock.instant(), Deadline.NEVER);
        staged.add(content);
        basis.put(now.name(), Optional.of(now));
        records.add(switched(now.path(), expected, new Target.Bytes(content), Optional.of(asPlaceholder(now))));
      }
      case Inverse.Moved(PathEntry now, Expected.Content content, long size, WorkspacePath path, var tombstone) -> {
        basis.put(now.name(), Optional.of(now));
        basis.put(path.value(), tombstone);
        records.addAll(MoveFiles.records(now, content, path, tombstone, size, Origin.UNDO));
      }
    }
  }

  /** What is visible again needs no place in trash; what could not come back, because a person was quicker, keeps it. */
  private void consume(List<Inverse> inverses) {
    List<Inverse.Back> back = inverses.stream()
        .filter(Inverse.Back.class::isInstance)
        .map(Inverse.Back.class::cast)
        .toList();
    if (back.isEmpty()) {
      return;
    }
    try {
      commits.whenForced(held -> back.forEach(one -> trash.dropIfVisible(held, one.at(), one.index(), one.path())));
    } catch (CisternException tidiedLater) {
      // It is taken back all the same; the second names go when their time in trash is over.
    }
  }

  /** How large it is where it is complete is known only while its content is here and is the remote's. */
  private static PathEntry asPlaceholder(PathEntry now) {
    long size = now.state() == PathState.HYDRATED ? now.size() : 0;
    return new PathEntry(
        now.name(), PathState.PLACEHOLDER, now.revision(), now.hash(), size, now.updatedAt(), Optional.empty(),
        Optional.empty());
  }

  private static LogRecord switched(WorkspacePath path, Expected expected, Target target, Optional<PathEntry> after) {
    return new LogRecord.Switched(new Publication(path, expected, target), after, Origin.UNDO);
  }

  private static String word(Inverse inverse) {
    return switch (inverse) {
      case Inverse.Away _ -> "removed";
      case Inverse.Back _, Inverse.Placeholder _,Inverse.Emptied _ -> "restored";
      case Inverse.Moved _ -> "moved";
    };
  }
}
