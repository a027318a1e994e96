package io.cistern.application.inspect;

import io.cistern.application.port.History;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Outcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the log still says of one path, newest last.
 *
 * @param begins the first group that the log still has; what came before is in the checkpoint, and no more a history
 * @param steps the last {@link #MOST} of them
 */
public record PathHistory(Sequence begins, List<Step> steps) {
  /** What a person reads; {@code cistern log} tells all of it. */
  public static final int MOST = 20;

  public PathHistory {
    steps = List.copyOf(steps);
  }

  /**
   * One record that spoke of the path.
   *
   * @param committed when, by that machine's clock; empty where the log does not know
   * @param after the state that it left; empty when the path was gone
   * @param revision the remote's, where the path had one
   * @param reason what the entry said of its state
   * @param switched whether a visible name was switched, not only something learnt
   * @param yielded whether a person's bytes kept the name
   */
  public record Step(
      Sequence at, Optional<Instant> committed, Origin origin, Optional<PathState> after, Optional<String> revision,
      Optional<String> reason, boolean switched, boolean yielded) {}

  /** Reads it from the log, which is read as a reader does. */
  static PathHistory of(String name, History history) {
    Deque<Step> steps = new ArrayDeque<>();
    try (History.Page page = history.history(Sequence.NONE.next())) {
      page.forEachRemaining(item -> {
        for (LogRecord record : item.committed().group().records()) {
          step(name, record, item).ifPresent(steps::add);
        }
        while (steps.size() > MOST) {
          steps.removeFirst();
        }
      });
      return new PathHistory(page.begins(), new ArrayList<>(steps));
    }
  }

  /** Who asked for it last: what switched the name, else what was learnt of it. */
  Optional<Step> last() {
    return steps.reversed().stream().filter(Step::switched).findFirst().or(() -> steps.reversed().stream().findFirst());
  }

  /** The newest step that left this reason. */
  Optional<Step> learnt(String reason) {
    return steps.reversed().stream().filter(step -> step.reason().equals(Optional.of(reason))).findFirst();
  }

  private static Optional<Step> step(String name, LogRecord record, History.Item item) {
    return switch (record) {
      case LogRecord.Switched(var publication, Optional<PathEntry> after, Origin origin) when publication.path().value()
          .equals(name) ->
        Optional.of(step(item, origin, after, true));
      case LogRecord.Noted(PathEntry after, Origin origin) when after.name().equals(name) ->
        Optional.of(step(item, origin, Optional.of(after), false));
      case LogRecord.Forgotten(String forgotten, Origin origin) when forgotten.equals(name) ->
        Optional.of(step(item, origin, Optional.empty(), false));
      case LogRecord.Switched _, LogRecord.Noted _,LogRecord.Forgotten _, LogRecord.BootstrapMoved _,LogRecord.CursorMoved _, LogRecord.InSync _,LogRecord.Recovered _, LogRecord.Pinned _,LogRecord.Unpinned _, LogRecord.PartOf _ ->
        Optional.empty();
    };
  }

  private static Step step(History.Item item, Origin origin, Optional<PathEntry> after, boolean switched) {
    boolean yielded = switched && item.retirement().stream()
        .flatMap(retirement -> retirement.outcomes().stream())
        .anyMatch(outcome -> outcome instanceof Outcome.Yielded
            && after.filter(entry -> entry.name().equals(outcome.path().value())).isPresent());
    return new Step(
        item.committed().at(), item.committed().group().at(), origin, after.map(PathEntry::state),
        after.flatMap(PathEntry::revision).map(Object::toString), after.flatMap(PathEntry::reason), switched, yielded);
  }
}
