package io.cistern.application.commit;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.CommitLog.Unretired;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.application.port.WorkingTree.Settled;
import io.cistern.application.port.WorkingTree.Switch;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.LocalYield;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.YieldRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steps 3 and 4: publish, force the names, settle, retire. The same for a fresh commit and for one that a dead process
 * left behind.
 *
 * <p>What an exchange displaced is dropped one force of the log later, because a displaced file may go only when its
 * retirement is forced. Used under the mirror lock only, so by one thread at a time.
 */
final class Publisher {
  private final WorkingTree tree;
  private final CommitLog log;
  private final Timings timings;
  private final List<Switch> droppable = new ArrayList<>();

  Publisher(WorkingTree tree, CommitLog log, Timings timings) {
    this.tree = tree;
    this.log = log;
    this.timings = timings;
  }

  /** Finishes these groups; returns one retirement each, in order. */
  List<Retirement> finish(HeldLock held, List<Unretired> due) {
    List<Integer> ends = new ArrayList<>();
    List<Switch> all = timings.measured(Timings.Stage.PUBLISH, due.size(), () -> publish(held, due, ends));
    List<Retirement> retirements =
        timings.measured(Timings.Stage.RETIRE, due.size(), () -> retire(held, due, all, ends));
    droppable.addAll(all);
    if (retirements.stream().anyMatch(Retirement::mustBeForced)) {
      dropForced(held);
    }
    return retirements;
  }

  /**
   * Switches the names of all groups and forces them together.
   *
   * @param ends filled with where each group's switches end
   */
  private List<Switch> publish(HeldLock held, List<Unretired> due, List<Integer> ends) {
    List<Switch> all = new ArrayList<>();
    for (Unretired one : due) {
      List<Publication> publications =
          one.committed().group().switches().stream().map(LogRecord.Switched::publication).toList();
      all.addAll(tree.publish(held, one.committed().at(), publications));
      ends.add(all.size());
    }
    tree.force(held, all);
    return all;
  }

  private List<Retirement> retire(HeldLock held, List<Unretired> due, List<Switch> all, List<Integer> ends) {
    List<Settled> settled = tree.settle(held, all);
    List<Retirement> retirements = new ArrayList<>(due.size());
    int from = 0;
    for (int i = 0; i < due.size(); i++) {
      retirements
          .add(new Retirement(due.get(i).committed().at(), outcomes(due.get(i), settled.subList(from, ends.get(i)))));
      from = ends.get(i);
    }
    log.retire(held, retirements);
    return retirements;
  }

  /** Drops what was displaced by groups whose retirement is forced by now. */
  void dropForced(HeldLock held) {
    if (!droppable.isEmpty()) {
      tree.drop(held, droppable);
      droppable.clear();
    }
  }

  boolean hasDroppable() {
    return !droppable.isEmpty();
  }

  private static List<Outcome> outcomes(Unretired one, List<Settled> settled) {
    List<LogRecord.Switched> switches = one.committed().group().switches();
    List<Outcome> outcomes = new ArrayList<>(switches.size());
    for (int i = 0; i < switches.size(); i++) {
      outcomes.add(outcome(switches.get(i), one, settled.get(i)));
    }
    return outcomes;
  }

  private static Outcome outcome(LogRecord.Switched record, Unretired one, Settled settled) {
    Publication publication = record.publication();
    return switch (settled) {
      case Settled.Published(Optional<Memo> memo) -> new Outcome.Published(publication.path(), memo);
      case Settled.Yielded(Look visible, Optional<String> copy) -> {
        Optional<PathEntry> before = one.before().getOrDefault(publication.path(), Optional.empty());
        YieldRule.Holder holder = holder(publication, visible);
        Optional<PathEntry> entry = isLocal(record.origin())
            ? LocalYield.entry(before, record.after(), holder, memo(visible), copy)
            : YieldRule.entry(publication, before, record.after(), holder, memo(visible), copy);
        yield new Outcome.Yielded(publication.path(), entry, copy);
      }
    };
  }

  /** Whether the content was made here, so that giving way to a person is no conflict with the remote. */
  private static boolean isLocal(Origin origin) {
    return switch (origin) {
      case ADD, MUTATION -> true;
      case CLONE, HYDRATE, OPEN, REMOTE_UPDATE, LOCAL, VERIFY, REMOVE, MOVE, UNDO, DEHYDRATE, EVICT -> false;
    };
  }

  private static YieldRule.Holder holder(Publication publication, Look visible) {
    return switch (visible) {
      case Look.Absent() -> YieldRule.Holder.NOBODY;
      case Look.File file ->
        untouched(publication.expected(), file) ? YieldRule.Holder.UNTOUCHED : YieldRule.Holder.FILE;
      case Look.NotAFile _ -> YieldRule.Holder.NO_FILE;
      case Look.Unreadable _ -> YieldRule.Holder.UNTOUCHED;
    };
  }

  private static boolean untouched(Expected expected, Look.File file) {
    return switch (expected) {
      case Expected.Absent() -> false;
      case Expected.Placeholder() -> file.placeholder();
      case Expected.Content content -> content.memo().filter(file.memo()::sameLook).isPresent();
    };
  }

  private static Optional<Memo> memo(Look visible) {
    return visible instanceof Look.File(Memo memo, boolean _) ? Optional.of(memo) : Optional.empty();
  }
}
