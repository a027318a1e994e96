package io.cistern.fs.log;

import static io.cistern.fs.log.LogBench.HELD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.CommitLog.Unretired;
import io.cistern.application.port.Manifest;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.testing.WatchedDisk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories: the fold is the model, whoever reads it; after a cut it is a prefix with all that was promised. */
class HistoryProperties {
  private static final LogBudget TINY = new LogBudget(900, 500);

  @Property(tries = 120)
  void theFoldOfAnyHistoryIsTheModel(@ForAll long seed) throws DiskException {
    Random random = new Random(seed);
    LogBench bench = new LogBench();
    ModelHistory history = new ModelHistory(random);
    List<SegmentedLog> processes = new ArrayList<>(List.of(bench.process(TINY), bench.process(TINY)));
    processes.getFirst().catchUp(HELD);
    append(processes.getFirst(), history, List.of(history.opening()));

    for (int step = 0; step < 60; step++) {
      int which = random.nextInt(2);
      if (random.nextInt(12) == 0) {
        processes.set(which, bench.process(TINY));
        bench.leftInOrder = random.nextBoolean();
      }
      SegmentedLog log = processes.get(which);
      log.catchUp(HELD);
      bench.leftInOrder = true;
      act(log, history, random);
      check(log.manifest(), history, random);
      assertThat(log.unretired().stream().map(Unretired::committed).toList()).isEqualTo(history.unretired());
    }

    check(bench.reader().read().manifest(), history, random);
    SegmentedLog fresh = bench.process(TINY);
    fresh.catchUp(HELD);
    check(fresh.manifest(), history, random);
  }

  private static void act(SegmentedLog log, ModelHistory history, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> LogBench.foldIfDue(log, TINY);
      case 1, 2 -> {
        List<Retirement> retirements = history.nextRetirements();
        history.addRetirements(retirements);
        log.retire(HELD, retirements);
      }
      default -> append(log, history, history.nextGroups());
    }
  }

  private static void append(SegmentedLog log, ModelHistory history, List<RecordGroup> groups) {
    history.add(groups);
    log.append(HELD, groups);
  }

  static void check(Manifest manifest, ModelHistory history, Random random) {
    List<PathEntry> model = history.entries();
    assertThat(manifest.at()).isEqualTo(history.at());
    assertThat(all(manifest.from("", ""))).isEqualTo(model);
    assertThat(all(manifest.withoutPlaceholders("")))
        .isEqualTo(model.stream().filter(entry -> entry.state() != PathState.PLACEHOLDER).toList());
    assertThat(manifest.counts()).isEqualTo(history.counts());
    assertThat(manifest.bootstrap()).isEqualTo(history.bootstrap());
    assertThat(manifest.watermark()).isEqualTo(history.watermark());
    String name = history.anyName(random);
    assertThat(manifest.find(name)).isEqualTo(model.stream().filter(entry -> entry.name().equals(name)).findFirst());
    assertThat(manifest.stagedName(name)).isEqualTo(history.stagedName(name));
    String after = history.anyName(random);
    assertThat(all(manifest.from("/d", after))).isEqualTo(model.stream()
        .filter(entry -> entry.name().startsWith("/d"))
        .filter(entry -> Utf8Order.COMPARATOR.compare(entry.name(), after) > 0)
        .toList());
  }

  private static List<PathEntry> all(Iterator<PathEntry> entries) {
    List<PathEntry> all = new ArrayList<>();
    entries.forEachRemaining(all::add);
    return all;
  }

  @Property(tries = 1500)
  void afterAnyCutTheLogIsAPrefixWithEverythingThatWasPromised(@ForAll long seed) throws DiskException {
    cutRepeatedly(seed, whole -> whole);
  }

  /** Each is a force that the commit path calls necessary; the exam above has to notice when it is left out. */
  @ParameterizedTest
  @ValueSource(strings = {"force .*\\.seg", "force .*\\.preparing", "force .*pointer.*", "forceDirectory .*/log"})
  void theExamNoticesAForceThatIsLeftOut(String leftOut) {
    Predicate<String> needless = Pattern.compile(leftOut).asMatchPredicate().negate();

    assertThatThrownBy(() -> {
      for (long seed = 0; seed < 3000; seed++) {
        cutRepeatedly(seed * 0x9e3779b97f4a7c15L, whole -> WatchedDisk.of(whole, needless));
      }
    }).isInstanceOfAny(AssertionError.class, CisternException.class);
  }

  private static void cutRepeatedly(long seed, UnaryOperator<Disk> through) throws DiskException {
    Random random = new Random(seed);
    LogBench bench = new LogBench();
    bench.through = through;
    ModelHistory history = new ModelHistory(random);
    Promises promises = new Promises();
    SegmentedLog first = bench.opened();
    append(first, history, List.of(history.opening()));
    promises.keep(history);

    for (int round = 0; round < 4; round++) {
      boolean forceFailed = runUntilHalted(bench, history, promises, random);
      if (random.nextBoolean()) {
        bench.disk.crash(random);
      } else {
        bench.disk.killed();
      }
      bench.leftInOrder = !forceFailed && random.nextBoolean();
      SegmentedLog log = bench.process(TINY);
      log.catchUp(HELD);
      List<Sequence> unretired = log.unretired().stream().map(one -> one.committed().at()).toList();
      assertThat(log.manifest().at()).isGreaterThanOrEqualTo(promises.last);
      assertThat(unretired).filteredOn(promises.retired::contains).isEmpty();
      history.cutTo(log.manifest().at(), unretired);
      check(log.manifest(), history, random);
      promises.keep(history);
    }
  }

  /** What has been told to a caller, so that no cut may take it back. */
  private static final class Promises {
    private Sequence last = Sequence.NONE;
    private final Set<Sequence> retired = new HashSet<>();

    void keep(ModelHistory history) {
      last = history.at();
      retired.addAll(history.retired());
    }
  }

  /** Works with a log until the disk halts or a force fails; says whether a force failed. */
  private static boolean runUntilHalted(LogBench bench, ModelHistory history, Promises promises, Random random) {
    SegmentedLog log = bench.process(TINY);
    bench.leftInOrder = true;
    log.catchUp(HELD);
    bench.disk.haltAfter(random.nextInt(40));
    if (random.nextInt(4) == 0) {
      int[] countdown = {random.nextInt(6)};
      bench.disk.failForcesOf(name -> countdown[0]-- == 0);
    }
    try {
      for (int step = 0; step < 30; step++) {
        List<RecordGroup> groups = history.nextGroups();
        append(log, history, groups);
        if (!groups.isEmpty()) {
          promises.keep(history);
        }
        List<Retirement> retirements = history.nextRetirements();
        history.addRetirements(retirements);
        log.retire(HELD, retirements);
        if (retirements.stream().anyMatch(Retirement::mustBeForced)) {
          promises.keep(history);
        }
        LogBench.foldIfDue(log, TINY);
      }
      return false;
    } catch (MemoryDisk.Halted cut) {
      return false;
    } catch (CisternException tainted) {
      assertThat(tainted).satisfies(SegmentedLogTest::isTainted);
      return true;
    }
  }
}
