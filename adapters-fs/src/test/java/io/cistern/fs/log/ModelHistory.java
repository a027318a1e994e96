package io.cistern.fs.log;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Makes random groups and retirements, and says by plain maps what a manifest must answer after them. */
final class ModelHistory {
  private static final List<String> PATHS =
      List.of("/a", "/b", "/d/a", "/d/b", "/d/é", "/d/\ud83d\ude00", "/d/\uffff", "/e", "/f/g/h", "/z");

  /** What a hostile broker calls its files; they can only be quarantined. */
  private static final List<String> NO_PATHS = List.of("", "/../x", "/d/\ud800", "/d/\udc00", "/d/\ud800a");

  private final Random random;
  private final List<Event> events = new ArrayList<>();
  private int revision;

  private sealed interface Event {}

  private record Group(Committed committed) implements Event {}

  private record Retired(Retirement retirement) implements Event {}

  ModelHistory(Random random) {
    this.random = random;
  }

  /** The same history, to be cut without cutting this one. */
  ModelHistory copy() {
    ModelHistory copy = new ModelHistory(random);
    copy.events.addAll(events);
    return copy;
  }

  Sequence at() {
    return groups().isEmpty() ? Sequence.NONE : groups().getLast().at();
  }

  /** One to three groups that a log may take now. */
  List<RecordGroup> nextGroups() {
    Set<WorkspacePath> taken = new HashSet<>();
    unretired().forEach(committed -> taken.addAll(committed.group().paths()));
    List<RecordGroup> groups = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<LogRecord> records = new ArrayList<>();
      for (int j = random.nextInt(3); j >= 0; j--) {
        LogRecord record = record();
        if (!(record instanceof LogRecord.Switched switched) || taken.add(switched.publication().path())) {
          records.add(record);
        }
      }
      if (!records.isEmpty()) {
        groups.add(new RecordGroup(records));
      }
    }
    return groups;
  }

  private LogRecord record() {
    String path = PATHS.get(random.nextInt(PATHS.size()));
    String next = "rev_" + ++revision;
    return switch (random.nextInt(9)) {
      case 0 -> LogBench.hydration(path, next).records().getFirst();
      case 1 -> LogBench.removal(path).records().getFirst();
      case 2 -> {
        String name = NO_PATHS.get(random.nextInt(NO_PATHS.size()));
        yield new LogRecord.Noted(LogBench.entry(name, PathState.QUARANTINED, next).withUnlisted(random.nextBoolean()),
            Origin.CLONE);
      }
      case 3 -> new LogRecord.Noted(
          LogBench.entry(path, PathState.CONFLICT, next).withReason(Optional.of("r".repeat(random.nextInt(90)))),
          Origin.VERIFY);
      case 4 -> new LogRecord.Forgotten(anyName(random), Origin.REMOTE_UPDATE);
      case 5 -> new LogRecord.CursorMoved(
          new EventCursor("evt_" + revision),
          random.nextBoolean() ? Optional.of(new Revision(next)) : Optional.empty());
      case 6 -> new LogRecord.BootstrapMoved(step());
      default -> LogBench.placeholder(path).records().getFirst();
    };
  }

  /** Pages only where the steps before leave a directory to list, even when one of them is lost. */
  private BootstrapStep step() {
    return switch (random.nextInt(5)) {
      case 0 -> new BootstrapStep.PageApplied(
          Optional.of(new TreeCursor("c" + revision)), List.of("/j" + revision), new Tally(revision, 1, 1, 0),
          OptionalLong.of(revision), Optional.of("/j" + revision), Instant.ofEpochSecond(revision));
      case 1 -> new BootstrapStep.Relisted();
      case 2 -> new BootstrapStep.Stood("/j" + revision, "503");
      case 3 -> new BootstrapStep.Filled("/j" + revision, Instant.ofEpochSecond(revision));
      default -> new BootstrapStep.WalkBegan(
          Purpose.FIRST, Optional.of(new EventCursor("evt_" + revision)), "/", 1);
    };
  }

  RecordGroup opening() {
    return RecordGroup
        .of(new LogRecord.BootstrapMoved(new BootstrapStep.WalkBegan(Purpose.FIRST, Optional.empty(), "/", 1)));
  }

  /** Retirements of some groups that wait for one, in order. */
  List<Retirement> nextRetirements() {
    List<Retirement> retirements = new ArrayList<>();
    for (Committed committed : unretired()) {
      if (random.nextInt(3) > 0) {
        retirements.add(new Retirement(
            committed.at(), committed.group().switches().stream().map(this::outcome).toList()));
      }
    }
    return retirements;
  }

  private Outcome outcome(LogRecord.Switched record) {
    WorkspacePath path = record.publication().path();
    Optional<Memo> memo = random.nextBoolean() ? Optional.of(LogBench.memo(++revision)) : Optional.empty();
    if (random.nextInt(4) > 0) {
      return new Outcome.Published(path, memo);
    }
    Optional<PathEntry> kept = random.nextInt(3) == 0
        ? Optional.empty()
        : Optional.of(LogBench.entry(path.value(), PathState.MODIFIED, "rev_kept")
            .withMemo(memo)
            .withUnlisted(random.nextBoolean()));
    return new Outcome.Yielded(path, kept, Optional.empty());
  }

  void add(List<RecordGroup> groups) {
    Sequence next = at().next();
    for (RecordGroup group : groups) {
      events.add(new Group(new Committed(next, group)));
      next = next.next();
    }
  }

  void addRetirements(List<Retirement> retirements) {
    retirements.forEach(retirement -> events.add(new Retired(retirement)));
  }

  /** Forgets what a cut took: groups after one, and the retirements of some. */
  void cutTo(Sequence last, List<Sequence> unretired) {
    events.removeIf(event -> switch (event) {
      case Group(Committed committed) -> committed.at().compareTo(last) > 0;
      case Retired(Retirement retirement) ->
        retirement.of().compareTo(last) > 0 || unretired.contains(retirement.of());
    });
  }

  List<Committed> unretired() {
    Set<Sequence> retired = new HashSet<>(retired());
    return groups().stream().filter(committed -> !retired.contains(committed.at())).toList();
  }

  List<Sequence> retired() {
    return events.stream()
        .filter(Retired.class::isInstance)
        .map(event -> ((Retired) event).retirement().of())
        .toList();
  }

  private List<Committed> groups() {
    return events.stream().filter(Group.class::isInstance).map(event -> ((Group) event).committed()).toList();
  }

  List<PathEntry> entries() {
    Map<String, PathEntry> entries = new TreeMap<>(Utf8Order.COMPARATOR);
    for (Event event : events) {
      switch (event) {
        case Group(Committed committed) -> committed.group().records().forEach(record -> apply(entries, record));
        case Retired(Retirement retirement) -> retirement.outcomes().forEach(outcome -> apply(entries, outcome));
      }
    }
    return List.copyOf(entries.values());
  }

  private static void apply(Map<String, PathEntry> entries, LogRecord record) {
    switch (record) {
      case LogRecord.Switched switched -> put(entries, switched.publication().path().value(), switched.after());
      case LogRecord.Noted(PathEntry after, Origin _) -> entries.put(after.name(), after);
      case LogRecord.Forgotten(String name, Origin _) -> entries.remove(name);
      case LogRecord.BootstrapMoved _, LogRecord.CursorMoved _,LogRecord.InSync _, LogRecord.Recovered _,LogRecord.Pinned _, LogRecord.Unpinned _,LogRecord.PartOf _ ->
        {}
    }
  }

  private static void apply(Map<String, PathEntry> entries, Outcome outcome) {
    switch (outcome) {
      case Outcome.Published(WorkspacePath path, Optional<Memo> memo) ->
        entries.computeIfPresent(path.value(), (name, entry) -> entry.withMemo(memo));
      case Outcome.Yielded(WorkspacePath path, Optional<PathEntry> entry, var _) -> put(entries, path.value(), entry);
    }
  }

  private static void put(Map<String, PathEntry> entries, String name, Optional<PathEntry> entry) {
    entry.ifPresentOrElse(value -> entries.put(name, value), () -> entries.remove(name));
  }

  StateCounts counts() {
    StateCounts counts = StateCounts.NONE;
    for (PathEntry entry : entries()) {
      counts = counts.plus(entry);
    }
    return counts;
  }

  BootstrapProgress bootstrap() {
    BootstrapProgress progress = BootstrapProgress.NOT_STARTED;
    for (Committed committed : groups()) {
      for (LogRecord record : committed.group().records()) {
        if (record instanceof LogRecord.BootstrapMoved(BootstrapStep step)) {
          progress = progress.after(step);
        }
      }
    }
    return progress;
  }

  Optional<EventCursor> watermark() {
    Optional<EventCursor> watermark = Optional.empty();
    for (Committed committed : groups()) {
      for (LogRecord record : committed.group().records()) {
        if (record instanceof LogRecord.CursorMoved(EventCursor moved, var _)) {
          watermark = Optional.of(moved);
        }
      }
    }
    return watermark;
  }

  Optional<String> stagedName(String name) {
    Map<String, String> staged = new HashMap<>();
    for (Committed committed : unretired()) {
      for (LogRecord.Switched record : committed.group().switches()) {
        if (record.publication().target() instanceof Target.Bytes(var content)) {
          staged.put(record.publication().path().value(), content.name());
        }
      }
    }
    return Optional.ofNullable(staged.get(name));
  }

  String anyName(Random chooser) {
    int which = chooser.nextInt(PATHS.size() + NO_PATHS.size());
    return which < PATHS.size() ? PATHS.get(which) : NO_PATHS.get(which - PATHS.size());
  }
}
