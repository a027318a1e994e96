package io.cistern.fs.log;

import static io.cistern.fs.log.LogBench.HELD;
import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.Compactor.Applied;
import io.cistern.application.port.Compactor.Prepared;
import io.cistern.application.port.Compactor.Snapshot;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.testing.WatchedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Commits of two processes between any two disk operations of a compaction: the fold of the new checkpoint and what came
 * after it is the fold of everything, for any history. The schedule is drawn: before each operation of the preparation the
 * foreground acts, or not.
 */
class CompactionProperties {
  private static final long SEGMENT = 500;
  private static final int KEEP = 3;

  @Property(tries = 40)
  void theFoldIsTheSameWithACompactionAndWithout(@ForAll long seed) throws DiskException {
    Scene scene = new Scene(seed, 1L << 20);
    for (int round = 0; round < 4; round++) {
      scene.foreground(5);
      scene.compact(false);
      scene.check();
    }
  }

  @Property(tries = 15)
  void itIsTheSameWhenOnlyAFewChangesFitIntoMemory(@ForAll long seed) throws DiskException {
    Scene scene = new Scene(seed, 400);
    for (int round = 0; round < 3; round++) {
      scene.foreground(6);
      scene.compact(false);
      scene.check();
    }
  }

  @Property(tries = 15)
  void aCompactionThatAnotherOneOvertookIsRefusedAndChangesNothing(@ForAll long seed) throws DiskException {
    Scene scene = new Scene(seed, 1L << 20);
    for (int round = 0; round < 3; round++) {
      scene.foreground(4);
      scene.compact(true);
      scene.check();
    }
  }

  /** Two processes on one disk, and what they should find. */
  private static final class Scene {
    private final Random random;
    private final LogBench bench = new LogBench();
    private final ModelHistory history;
    private final List<SegmentedLog> processes = new ArrayList<>();
    private final SegmentCompactor compactor;
    private boolean preparing;

    Scene(long seed, long memory) throws DiskException {
      random = new Random(seed);
      history = new ModelHistory(random);
      bench.through = whole -> WatchedDisk.of(whole, step -> {
        actBetween();
        return true;
      });
      processes.add(bench.process(new LogBudget(0, SEGMENT)));
      bench.through = whole -> whole;
      processes.add(bench.process(new LogBudget(0, SEGMENT)));
      compactor = new SegmentCompactor(processes.getFirst(), OptionalLong::empty, memory);
      processes.getFirst().catchUp(HELD);
      append(processes.getFirst(), List.of(history.opening()));
    }

    /** The first process's own steps do not stop for others: it is its thread that acts between those of the worker. */
    private void actBetween() {
      if (preparing && random.nextInt(6) == 0) {
        preparing = false;
        foreground(1);
        preparing = true;
      }
    }

    void foreground(int acts) {
      for (int i = 0; i < acts; i++) {
        SegmentedLog log = processes.get(random.nextInt(2));
        log.catchUp(HELD);
        if (random.nextInt(3) == 0) {
          retire(log, history.nextRetirements());
        } else {
          append(log, history.nextGroups());
        }
      }
    }

    void compact(boolean overtaken) {
      SegmentedLog log = processes.getFirst();
      log.catchUp(HELD);
      retire(log, history.unretired().stream()
          .map(committed -> LogBench.published(committed, Optional.empty())).toList());
      Optional<Snapshot> snapshot = compactor.snapshot(HELD, KEEP);
      if (snapshot.isEmpty()) {
        return;
      }
      preparing = true;
      Prepared prepared = compactor.prepare(snapshot.get(), this::actBetween);
      preparing = false;
      foreground(2);
      if (overtaken) {
        overtake();
      }
      log.catchUp(HELD);
      Applied applied = compactor.apply(HELD, prepared);
      assertThat(applied).isInstanceOf(overtaken ? Applied.Stale.class : Applied.Switched.class);
    }

    private void overtake() {
      SegmentedLog other = processes.getLast();
      other.catchUp(HELD);
      retire(other, history.unretired().stream()
          .map(committed -> LogBench.published(committed, Optional.empty())).toList());
      append(other, List.of(LogBench.noted("/overtaken", "rev_0")));
      retire(other, history.unretired().stream()
          .map(committed -> LogBench.published(committed, Optional.empty())).toList());
      assertThat(LogBench.compact(new SegmentCompactor(other, OptionalLong::empty), KEEP)).isPresent();
    }

    void check() throws DiskException {
      for (SegmentedLog log : processes) {
        log.catchUp(HELD);
        HistoryProperties.check(log.manifest(), history, random);
      }
      HistoryProperties.check(bench.reader().read().manifest(), history, random);
      SegmentedLog fresh = bench.process(new LogBudget(0, SEGMENT));
      fresh.catchUp(HELD);
      HistoryProperties.check(fresh.manifest(), history, random);
      checkHistory();
      assertThat(bench.disk.list(".cistern/log")).extracting(entry -> entry.name())
          .noneMatch(name -> name.contains(".prepar") || name.endsWith(".tmp"));
    }

    /** The newest groups are still there, without a gap. */
    private void checkHistory() {
      try (LogHistory told = bench.reader().history(Sequence.NONE)) {
        long next = told.begins().number();
        assertThat(next).isLessThanOrEqualTo(Math.max(1, history.at().number() - KEEP + 1));
        while (told.hasNext()) {
          assertThat(told.next().committed().at()).isEqualTo(new Sequence(next++));
        }
        assertThat(next).isEqualTo(history.at().number() + 1);
      }
    }

    private void append(SegmentedLog log, List<RecordGroup> groups) {
      history.add(groups);
      log.append(HELD, groups);
    }

    private void retire(SegmentedLog log, List<Retirement> retirements) {
      history.addRetirements(retirements);
      log.retire(HELD, retirements);
    }
  }
}
