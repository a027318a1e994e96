package io.cistern.fs.log;

import io.cistern.application.port.CommitLog.Unretired;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import io.cistern.fs.log.checkpoint.Row;
import io.cistern.fs.log.checkpoint.Tally;
import io.cistern.fs.log.codec.EntryCodec;
import io.cistern.fs.log.codec.Names;
import io.cistern.fs.log.segment.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Checkpoint plus what the log says after it. Keeps what the log changed as bytes, because a million entries as objects
 * would not fit where the mirror must run. Not safe for use by several threads.
 */
final class Fold implements AutoCloseable {
  /** In {@link #changed}: an entry of that name is gone. */
  private static final byte[] GONE = new byte[0];

  private final Optional<CheckpointReader> base;
  private final NameWindow window;
  private final NavigableMap<byte[], byte[]> changed = new TreeMap<>(Arrays::compareUnsigned);
  private final Map<Sequence, Waiting> unretired = new LinkedHashMap<>();
  private final Map<String, String> staged = new HashMap<>();
  private final Set<String> switching = new HashSet<>();
  private final BootstrapFold bootstrap;
  private Sequence at;
  private Optional<EventCursor> watermark;
  private Landmarks landmarks;
  private Pins pins;
  private Optional<Tally> tally = Optional.empty();

  Fold(Optional<CheckpointReader> base) {
    this(base, NameWindow.all());
  }

  /** One that keeps only the changes of some names; whoever asks it about others is told what the checkpoint holds. */
  Fold(Optional<CheckpointReader> base, NameWindow window) {
    this.base = base;
    this.window = window;
    this.bootstrap = new BootstrapFold(base);
    this.at = base.map(checkpoint -> checkpoint.header().upTo()).orElse(Sequence.NONE);
    this.watermark = base.flatMap(checkpoint -> checkpoint.header().watermark());
    this.landmarks = base.map(checkpoint -> checkpoint.header().landmarks()).orElse(Landmarks.NONE);
    this.pins = base.map(checkpoint -> checkpoint.header().pins()).orElse(Pins.NONE);
  }

  /**
   * A group that is not retired.
   *
   * @param before what {@link #changed} held for each switch, in order; empty where the checkpoint has to be asked
   */
  private record Waiting(Committed committed, List<Optional<byte[]>> before) {}

  /** Folds in a unit of a segment; what the checkpoint holds already is passed over. */
  void apply(Unit unit) throws DiskException {
    boolean known = base.isPresent() && unit.sequence().compareTo(base.get().header().upTo()) <= 0;
    if (!known) {
      switch (unit.kind()) {
        case DATA -> apply(unit.committed());
        case RETIRED -> retire(unit.retirement());
      }
    }
  }

  void apply(Committed committed) throws DiskException {
    List<Optional<byte[]>> before = new ArrayList<>();
    for (LogRecord record : committed.group().records()) {
      switch (record) {
        case LogRecord.Switched switched -> {
          String name = switched.publication().path().value();
          before.add(Optional.ofNullable(changed.get(Names.bytes(name))));
          put(name, switched.after());
          switching.add(name);
          if (switched.publication().target() instanceof Target.Bytes(var content)) {
            staged.put(name, content.name());
          }
        }
        case LogRecord.Noted(PathEntry after, var _) -> put(after.name(), Optional.of(after));
        case LogRecord.Forgotten(String name, var _) -> put(name, Optional.empty());
        case LogRecord.BootstrapMoved(var step) -> bootstrap.apply(step);
        case LogRecord.CursorMoved moved -> {
          watermark = Optional.of(moved.watermark());
          landmarks = landmarks.after(moved);
        }
        case LogRecord.InSync reached -> landmarks = landmarks.after(reached);
        case LogRecord.Recovered recovered -> landmarks = landmarks.after(recovered);
        case LogRecord.Pinned(String name) -> pins = pins.with(name);
        case LogRecord.Unpinned(String name) -> pins = pins.without(name);
        case LogRecord.PartOf _ -> {} // only whoever takes something back asks for it
      }
    }
    at = committed.at();
    unretired.put(committed.at(), new Waiting(committed, before));
  }

  void retire(Retirement retirement) throws DiskException {
    Waiting waiting = unretired.remove(retirement.of());
    if (waiting == null) {
      return;
    }
    waiting.committed().group().paths().forEach(path -> {
      staged.remove(path.value());
      switching.remove(path.value());
    });
    for (Outcome outcome : retirement.outcomes()) {
      switch (outcome) {
        case Outcome.Published(WorkspacePath path, Optional<Memo> memo) -> {
          byte[] name = Names.bytes(path.value());
          Optional<PathEntry> entry = window.admits(name) ? find(name).map(Row::entry) : Optional.empty();
          if (entry.isPresent()) {
            put(path.value(), Optional.of(entry.get().withMemo(memo)));
          }
        }
        case Outcome.Yielded(WorkspacePath path, Optional<PathEntry> entry, var _) -> put(path.value(), entry);
      }
    }
  }

  Sequence at() {
    return at;
  }

  Optional<EventCursor> watermark() {
    return watermark;
  }

  Landmarks landmarks() {
    return landmarks;
  }

  Pins pins() {
    return pins;
  }

  BootstrapProgress bootstrap() throws DiskException {
    return bootstrap.progress();
  }

  Optional<CheckpointReader> base() {
    return base;
  }

  /** Names that the log changed since the checkpoint, with what they hold; for merging, see {@link #isGone}. */
  NavigableMap<byte[], byte[]> changed() {
    return changed;
  }

  /** How many names the log removed. */
  long gone() {
    return changed.values().stream().filter(Fold::isGone).count();
  }

  static boolean isGone(byte[] body) {
    return body.length == 0;
  }

  Optional<Row> find(byte[] name) throws DiskException {
    byte[] known = changed.get(name);
    if (known != null) {
      return isGone(known) ? Optional.empty() : Optional.of(new Row(name, known));
    }
    return inBase(name).map(body -> new Row(name, body));
  }

  Optional<String> stagedName(String name) {
    return Optional.ofNullable(staged.get(name));
  }

  boolean isSwitching(String name) {
    return switching.contains(name);
  }

  /** The staging names that groups not yet retired need. */
  Set<String> stagedNames() {
    return Set.copyOf(staged.values());
  }

  /** The visible names that groups not yet retired switch. */
  Set<WorkspacePath> unretiredPaths() {
    return unretired.values().stream()
        .flatMap(waiting -> waiting.committed().group().paths().stream())
        .collect(Collectors.toSet());
  }

  boolean isUnretired(Sequence group) {
    return unretired.containsKey(group);
  }

  int unretiredCount() {
    return unretired.size();
  }

  List<Unretired> unretired() throws DiskException {
    List<Unretired> all = new ArrayList<>(unretired.size());
    for (Waiting waiting : unretired.values()) {
      Map<WorkspacePath, Optional<PathEntry>> before = new LinkedHashMap<>();
      List<LogRecord.Switched> switches = waiting.committed().group().switches();
      for (int i = 0; i < switches.size(); i++) {
        WorkspacePath path = switches.get(i).publication().path();
        before.put(path, entryBefore(path, waiting.before().get(i)));
      }
      all.add(new Unretired(waiting.committed(), before));
    }
    return all;
  }

  /** Counts per state; the first question walks over what the log changed. */
  StateCounts counts() throws DiskException {
    if (tally.isEmpty()) {
      Tally counted = base.map(checkpoint -> Tally.of(checkpoint.header().counts())).orElseGet(Tally::new);
      for (Map.Entry<byte[], byte[]> change : changed.entrySet()) {
        inBase(change.getKey()).ifPresent(counted::minus);
        if (!isGone(change.getValue())) {
          counted.plus(change.getValue());
        }
      }
      tally = Optional.of(counted);
    }
    return tally.get().counts();
  }

  @Override
  public void close() {
    base.ifPresent(CheckpointReader::close);
  }

  private void put(String name, Optional<PathEntry> entry) throws DiskException {
    byte[] key = Names.bytes(name);
    if (!window.admits(key)) {
      return;
    }
    if (tally.isPresent()) {
      find(key).ifPresent(row -> tally.get().minus(row.body()));
      entry.ifPresent(next -> tally.get().plus(EntryCodec.body(next)));
    }
    window.keep(changed, key, entry.map(EntryCodec::body).orElse(GONE));
  }

  private Optional<PathEntry> entryBefore(WorkspacePath path, Optional<byte[]> known) throws DiskException {
    byte[] name = Names.bytes(path.value());
    Optional<byte[]> body = known.isPresent() ? known.filter(bytes -> !isGone(bytes)) : inBase(name);
    return body.map(bytes -> EntryCodec.entry(name, bytes));
  }

  private Optional<byte[]> inBase(byte[] name) throws DiskException {
    return base.isPresent() ? base.get().find(name) : Optional.empty();
  }
}
