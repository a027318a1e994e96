package io.cistern.application.testing;

import io.cistern.application.port.CommitLog.Unretired;
import io.cistern.application.port.Manifest;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The fold of one process, in memory. */
final class MemoryManifest implements Manifest {
  private final NavigableMap<String, PathEntry> entries = new ConcurrentSkipListMap<>(Utf8Order.COMPARATOR);
  private final Map<Sequence, Unretired> unretired = new LinkedHashMap<>();
  private final Map<String, String> stagedNames = new HashMap<>();
  private StateCounts counts = StateCounts.NONE;
  private BootstrapProgress bootstrap = BootstrapProgress.NOT_STARTED;
  private Optional<EventCursor> watermark = Optional.empty();
  private Landmarks landmarks = Landmarks.NONE;
  private Pins pins = Pins.NONE;
  private Sequence at = Sequence.NONE;

  synchronized void fold(MemoryState.Item item) {
    switch (item) {
      case MemoryState.Item.Group(Committed committed) -> fold(committed);
      case MemoryState.Item.Retired(Retirement retirement) -> fold(retirement);
    }
  }

  synchronized List<Unretired> unretired() {
    return new ArrayList<>(unretired.values());
  }

  private void fold(Committed committed) {
    Map<WorkspacePath, Optional<PathEntry>> before = new HashMap<>();
    for (LogRecord record : committed.group().records()) {
      switch (record) {
        case LogRecord.Switched switched -> {
          WorkspacePath path = switched.publication().path();
          before.put(path, find(path.value()));
          put(path.value(), switched.after());
          if (switched.publication().target() instanceof Target.Bytes bytes) {
            stagedNames.put(path.value(), bytes.staged().name());
          }
        }
        case LogRecord.Noted noted -> put(noted.after().name(), Optional.of(noted.after()));
        case LogRecord.Forgotten forgotten -> put(forgotten.name(), Optional.empty());
        case LogRecord.BootstrapMoved moved -> bootstrap = bootstrap.after(moved.step());
        case LogRecord.CursorMoved moved -> {
          watermark = Optional.of(moved.watermark());
          landmarks = landmarks.after(moved);
        }
        case LogRecord.InSync reached -> landmarks = landmarks.after(reached);
        case LogRecord.Recovered recovered -> landmarks = landmarks.after(recovered);
        case LogRecord.Pinned(String name) -> pins = pins.with(name);
        case LogRecord.Unpinned(String name) -> pins = pins.without(name);
        case LogRecord.PartOf _ -> {}
      }
    }
    at = committed.at();
    unretired.put(at, new Unretired(committed, before));
  }

  private void fold(Retirement retirement) {
    unretired.remove(retirement.of());
    for (Outcome outcome : retirement.outcomes()) {
      stagedNames.remove(outcome.path().value());
      switch (outcome) {
        case Outcome.Published(WorkspacePath path, var memo) ->
          find(path.value()).ifPresent(entry -> put(path.value(), Optional.of(entry.withMemo(memo))));
        case Outcome.Yielded yielded -> put(yielded.path().value(), yielded.entry());
      }
    }
  }

  private void put(String name, Optional<PathEntry> entry) {
    PathEntry old = entry.isPresent() ? entries.put(name, entry.get()) : entries.remove(name);
    if (old != null) {
      counts = counts.minus(old);
    }
    entry.ifPresent(added -> counts = counts.plus(added));
  }

  @Override
  public synchronized Sequence at() {
    return at;
  }

  @Override
  public Optional<PathEntry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  @Override
  public Iterator<PathEntry> from(String prefix, String after) {
    String start = Utf8Order.COMPARATOR.compare(after, prefix) >= 0 ? after : prefix;
    return entries.tailMap(start, !start.equals(after) || after.isEmpty()).values().stream()
        .filter(entry -> entry.name().startsWith(prefix))
        .iterator();
  }

  @Override
  public Iterator<PathEntry> withoutPlaceholders(String prefix) {
    return entries.values().stream()
        .filter(entry -> entry.state() != PathState.PLACEHOLDER && entry.name().startsWith(prefix))
        .iterator();
  }

  @Override
  public synchronized StateCounts counts() {
    return counts;
  }

  @Override
  public synchronized BootstrapProgress bootstrap() {
    return bootstrap;
  }

  @Override
  public synchronized Pins pins() {
    return pins;
  }

  @Override
  public synchronized Landmarks landmarks() {
    return landmarks;
  }

  @Override
  public synchronized Optional<EventCursor> watermark() {
    return watermark;
  }

  @Override
  public synchronized Optional<String> stagedName(String name) {
    return Optional.ofNullable(stagedNames.get(name));
  }

  @Override
  public synchronized boolean isSwitching(String name) {
    return unretired.values().stream()
        .flatMap(one -> one.committed().group().switches().stream())
        .anyMatch(switched -> switched.publication().path().value().equals(name));
  }
}
