package io.cistern.application.mutate;

import io.cistern.application.port.History;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can be taken back: what somebody did here, or a removal that the remote asked for. One group, or several that were
 * asked for together, as far as they were committed.
 *
 * @param at the last of its groups
 * @param parts its switches that happened; what yielded to a person changed nothing
 * @param later the paths that other groups switched later; what only gave way is told by the manifest
 */
record Operation(Sequence at, List<Part> parts, Set<WorkspacePath> later) {
  /**
   * One switch.
   *
   * @param at the group that it stands in
   * @param index its place among the switches of the group, as trash counts
   */
  record Part(Sequence at, int index, LogRecord.Switched record) {
    WorkspacePath path() {
      return record.publication().path();
    }
  }

  /**
   * The group of that number alone, or the last operation as a whole.
   *
   * @throws CisternException {@code Usage} when there is none, {@code LocalIo} when the history no longer tells all of it
   */
  static Operation find(History history, Optional<Sequence> which) {
    Operation last = group(history, which);
    return which.isPresent() ? last : whole(history, last.at).orElse(last);
  }

  /** Empty when the group was asked for alone. */
  private static Optional<Operation> whole(History history, Sequence last) {
    Optional<LogRecord.PartOf> whole = wholeOf(history, last);
    if (whole.isEmpty()) {
      return Optional.empty();
    }
    Operation all = new Operation(last, new ArrayList<>(), new HashSet<>());
    try (History.Page page = history.history(Sequence.NONE)) {
      if (page.begins().compareTo(whole.get().since().next()) > 0) {
        throw new CisternException(new Failure.LocalIo(
            "the log", last + " is the last of several groups of one operation, and the history, which begins at "
                + page.begins() + ", no longer tells all of it; `cistern undo SEQ` takes back single groups"));
      }
      while (page.hasNext()) {
        all.add(page.next(), whole.get());
      }
    }
    return Optional.of(all);
  }

  private static Optional<LogRecord.PartOf> wholeOf(History history, Sequence number) {
    try (History.Page page = history.history(number)) {
      return page.hasNext() ? page.next().committed().group().whole() : Optional.empty();
    }
  }

  private void add(History.Item item, LogRecord.PartOf whole) {
    if (item.committed().group().whole().equals(Optional.of(whole))) {
      List<Part> more = parts(item);
      parts.addAll(more);
      more.forEach(part -> later.remove(part.path()));
    } else if (!parts.isEmpty()) {
      later.addAll(switched(item));
    }
  }

  private static Operation group(History history, Optional<Sequence> which) {
    try (History.Page page = history.history(Sequence.NONE)) {
      Optional<Operation> found = Optional.empty();
      Sequence last = Sequence.NONE;
      while (page.hasNext()) {
        History.Item item = page.next();
        last = item.committed().at();
        List<Part> parts = parts(item);
        boolean wanted = !parts.isEmpty() && which.map(item.committed().at()::equals).orElse(true);
        if (wanted) {
          found = Optional.of(new Operation(item.committed().at(), parts, new HashSet<>()));
        } else if (found.isPresent()) {
          found.get().later.addAll(switched(item));
        }
      }
      Sequence end = last;
      return found.orElseThrow(() -> none(page.begins(), end, which));
    }
  }

  private static CisternException none(Sequence begins, Sequence end, Optional<Sequence> which) {
    String why = which.map(number -> {
      if (number.compareTo(begins) < 0) {
        return number + " is older than the history, which begins at " + begins;
      }
      return number.compareTo(end) > 0
          ? "there is no " + number + "; the last group is " + end
          : number
              + " is nothing that was done here, nor a removal that the remote asked for; `cistern log` lists them";
    }).orElse("there is nothing to take back; the history begins at " + begins);
    return new CisternException(new Failure.Usage(why));
  }

  /** What a group switched, or may have switched; a name that the system or a person kept from it is as it was. */
  private static Set<WorkspacePath> switched(History.Item item) {
    Set<WorkspacePath> paths = new HashSet<>(item.committed().group().paths());
    item.retirement().ifPresent(retired -> retired.outcomes().stream()
        .filter(Outcome.Yielded.class::isInstance)
        .map(Outcome::path)
        .forEach(paths::remove));
    return paths;
  }

  private static List<Part> parts(History.Item item) {
    RecordGroup group = item.committed().group();
    List<Outcome> outcomes = item.retirement().map(retired -> retired.outcomes()).orElse(List.of());
    List<LogRecord.Switched> switches = group.switches();
    List<Part> parts = new ArrayList<>();
    for (int index = 0; index < switches.size(); index++) {
      boolean happened = index < outcomes.size() && outcomes.get(index) instanceof Outcome.Published;
      if (happened && isOperation(switches.get(index))) {
        parts.add(new Part(item.committed().at(), index, switches.get(index)));
      }
    }
    return parts;
  }

  private static boolean isOperation(LogRecord.Switched record) {
    return switch (record.origin()) {
      case ADD, REMOVE, MOVE, UNDO, MUTATION -> true;
      case REMOTE_UPDATE -> record.publication().target() instanceof Target.Nothing && record.after().isEmpty();
      case CLONE, HYDRATE, OPEN, LOCAL, VERIFY, DEHYDRATE, EVICT -> false;
    };
  }

  /** Whether somebody did it here; else it came from the remote. */
  static boolean isLocal(Part part) {
    return part.record().origin() != Origin.REMOTE_UPDATE;
  }
}
