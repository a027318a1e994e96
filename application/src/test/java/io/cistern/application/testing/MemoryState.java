package io.cistern.application.testing;

import io.cistern.application.port.Compactor.Prepared;
import io.cistern.domain.compaction.CompactionNotes;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What all processes of a mirror in memory share: the visible tree, staging, trash and the log. Guarded by itself. */
final class MemoryState {
  final ManualClock clock;
  final Map<String, Node> visible = new TreeMap<>();
  final Map<String, Node.File> staging = new HashMap<>();
  final Map<String, Long> accessed = new HashMap<>();
  final Map<String, Long> shares = new HashMap<>();
  final Set<String> written = new HashSet<>();
  final Map<String, Node.File> trash = new HashMap<>();
  final List<Item> log = new ArrayList<>();
  final List<Prepared> prepared = new ArrayList<>();
  CompactionNotes notes = CompactionNotes.NONE;
  long generation = 1;
  long foldedUpTo;
  int staged;
  int appends;
  int forces;
  private long inodes = 1000;
  private Optional<Thread> holder = Optional.empty();

  MemoryState(ManualClock clock) {
    this.clock = clock;
  }

  long nextInode() {
    return ++inodes;
  }

  long now() {
    return Math.multiplyExact(clock.instant().toEpochMilli(), 1_000_000L);
  }

  Sequence end() {
    return log.stream()
        .filter(Item.Group.class::isInstance)
        .map(item -> ((Item.Group) item).committed().at())
        .reduce(Sequence.NONE, (first, second) -> second);
  }

  Optional<Thread> holder() {
    return holder;
  }

  void holder(Optional<Thread> next) {
    holder = next;
  }

  /** One entry of the log. */
  sealed interface Item {
    record Group(Committed committed) implements Item {}

    record Retired(Retirement retirement) implements Item {}
  }

  /** What lies under a visible name. */
  sealed interface Node {
    @SuppressWarnings("ArrayRecordComponent")
    record File(byte[] bytes, long inode, long modified, long changed) implements Node {
      File changedAt(long now) {
        return new File(bytes, inode, modified, now);
      }
    }

    record Other(String kind) implements Node {}
  }
}
