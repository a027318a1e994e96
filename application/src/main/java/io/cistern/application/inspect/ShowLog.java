package io.cistern.application.inspect;

import io.cistern.application.port.History;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells what was committed, newest last. A reader: takes no lock, changes nothing, waits for nobody. */
public final class ShowLog {
  private final History history;

  /** Keeps the history. */
  public ShowLog(History history) {
    this.history = history;
  }

  /**
   * A group, as far as it speaks of paths.
   *
   * @param committed when, by that machine's clock; empty where the log does not know
   * @param published whether its names are known to be as it says
   */
  public record Group(Sequence at, Optional<Instant> committed, boolean published, List<Entry> entries) {
    public Group {
      entries = List.copyOf(entries);
    }

    /** What caused it. */
    public Origin origin() {
      return entries.getFirst().origin();
    }
  }

  /**
   * One path of a group.
   *
   * @param what in a few words: {@code content}, {@code removed}, {@code moved from /a}
   * @param state what the path was from then on; empty when it was gone
   * @param kept whether a person's bytes kept the name
   */
  public record Entry(String name, Origin origin, String what, Optional<PathState> state, boolean kept) {}

  /**
   * What was told.
   *
   * @param begins the first group that the log still has; older ones are in the checkpoint
   * @param next where to go on; empty at the end
   */
  public record Report(Sequence begins, long groups, Optional<Sequence> next) {}

  /**
   * Tells the groups that speak of paths.
   *
   * @param from the first to be told
   * @param name only what speaks of this path, or of paths below it; {@code "/"} for all
   * @param limit at most so many groups
   */
  public Report show(Sequence from, String name, long limit, Consumer<Group> sink) {
    try (History.Page page = history.history(from)) {
      long told = 0;
      while (page.hasNext()) {
        History.Item item = page.next();
        List<Entry> entries = entries(item, name);
        if (!entries.isEmpty() && told == limit) {
          return new Report(page.begins(), told, Optional.of(item.committed().at()));
        }
        if (!entries.isEmpty()) {
          told++;
          sink.accept(new Group(
              item.committed().at(), item.committed().group().at(), item.retirement().isPresent(), entries));
        }
      }
      return new Report(page.begins(), told, Optional.empty());
    }
  }

  private static List<Entry> entries(History.Item item, String name) {
    List<Outcome> outcomes = item.retirement().map(Retirement::outcomes).orElse(List.of());
    List<Entry> entries = new ArrayList<>();
    int index = 0;
    for (LogRecord record : item.committed().group().records()) {
      Optional<Outcome> outcome = Optional.empty();
      if (record instanceof LogRecord.Switched) {
        outcome = index < outcomes.size() ? Optional.of(outcomes.get(index)) : Optional.empty();
        index++;
      }
      entry(record, outcome).filter(entry -> speaksOf(entry.name(), name)).ifPresent(entries::add);
    }
    return entries;
  }

  private static boolean speaksOf(String path, String name) {
    return name.equals("/") || path.equals(name) || path.startsWith(name + "/");
  }

  private static Optional<Entry> entry(LogRecord record, Optional<Outcome> outcome) {
    return switch (record) {
      case LogRecord.Switched(var publication, Optional<PathEntry> after, Origin origin) -> {
        boolean kept = outcome.filter(Outcome.Yielded.class::isInstance).isPresent();
        Optional<PathEntry> left = outcome.flatMap(one -> one instanceof Outcome.Yielded yielded
            ? yielded.entry()
            : after);
        yield Optional.of(new Entry(
            publication.path().value(), origin, what(publication.target()),
            (outcome.isPresent() ? left : after).map(PathEntry::state), kept));
      }
      case LogRecord.Noted(PathEntry after, Origin origin) ->
        Optional.of(new Entry(after.name(), origin, "noted", Optional.of(after.state()), false));
      case LogRecord.Forgotten(String name, Origin origin) ->
        Optional.of(new Entry(name, origin, "forgotten", Optional.empty(), false));
      case LogRecord.Pinned(String name) ->
        Optional.of(new Entry(name, Origin.LOCAL, "pinned", Optional.empty(), false));
      case LogRecord.Unpinned(String name) ->
        Optional.of(new Entry(name, Origin.LOCAL, "unpinned", Optional.empty(), false));
      case LogRecord.BootstrapMoved _, LogRecord.CursorMoved _,LogRecord.InSync _, LogRecord.Recovered _,LogRecord.PartOf _ ->
        Optional.empty();
    };
  }

  private static String what(Target target) {
    return switch (target) {
      case Target.Placeholder() -> "placeholder";
      case Target.Bytes _ -> "content";
      case Target.Dehydrated _ -> "given back";
      case Target.Nothing() -> "removed";
      case Target.MovedFrom(WorkspacePath source, var _) -> "moved from " + source;
      case Target.MovedTo(WorkspacePath destination) -> "moved to " + destination;
    };
  }
}
