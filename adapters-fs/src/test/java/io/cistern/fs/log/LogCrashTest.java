package io.cistern.fs.log;

import static io.cistern.fs.log.LogBench.HELD;
import static io.cistern.fs.log.LogBench.MIRROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.testing.PowerCut;
import io.cistern.fs.testing.ProcessKilled;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.Survivors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two processes write by turns, from the creation of the log through folds and rolls. Before every step the power goes,
 * or the process that does it dies; what comes back is read, cut again, and must hold all that was promised.
 */
class LogCrashTest {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int SURVIVORS = CAMPAIGN ? 400 : 12;
  private static final int SURVIVORS_OF_THE_SECOND_CUT = 3;
  private static final LogBudget TINY = new LogBudget(700, 400);

  /** One run of the script on one disk. */
  private static final class Run {
    final SimDisk sim;
    final ModelHistory history;
    final LongSupplier unique = new AtomicLong(1L << 40)::incrementAndGet;
    final Set<Sequence> promisedRetired = new HashSet<>();
    Sequence promised = Sequence.NONE;

    Run(long seed) {
      sim = new SimDisk(SimOptions.PLAIN, InstantSource.fixed(Instant.EPOCH));
      history = new ModelHistory(new Random(seed));
    }

    SegmentedLog log(Disk disk, boolean leftInOrder) {
      return new SegmentedLog(disk, MIRROR, TINY.segment(), () -> leftInOrder, unique);
    }

    void script() throws DiskException {
      Disk first = sim.process("A");
      first.makeDirectory(MirrorLayout.CONTROL, 0700);
      first.forceDirectory("");
      new LogCreation(first, MIRROR, unique).createIfAbsent(HELD);
      List<SegmentedLog> logs = List.of(log(first, true), log(sim.process("B"), true));
      append(logs.getFirst(), List.of(history.opening()));
      for (int turn = 0; turn < 5; turn++) {
        SegmentedLog log = logs.get(turn % 2);
        append(log, history.nextGroups());
        List<Retirement> retirements = history.nextRetirements();
        history.addRetirements(retirements);
        log.retire(HELD, retirements);
        retireRest(log);
        LogBench.foldIfDue(log, TINY);
      }
    }

    private void append(SegmentedLog log, List<RecordGroup> groups) {
      log.catchUp(HELD);
      history.add(groups);
      log.append(HELD, groups);
      if (!groups.isEmpty()) {
        promised = history.at();
        promisedRetired.addAll(history.retired());
      }
    }

    private void retireRest(SegmentedLog log) {
      List<Retirement> rest = history.unretired().stream()
          .map(committed -> LogBench.published(committed, Optional.empty())).toList();
      history.addRetirements(rest);
      log.retire(HELD, rest);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void afterAPowerCutAtAnyStepAndAnotherOneAllThatWasPromisedIsThere(long seed) throws DiskException {
    long steps = undisturbed(seed);
    for (long step = 1; step <= steps; step++) {
      Run run = new Run(seed);
      run.sim.powerCutAt(step);
      try {
        run.script();
      } catch (PowerCut off) {
        assertThat(run.sim.steps()).isGreaterThanOrEqualTo(step - 1);
      }
      for (Survivors.Choice choice : run.sim.survivors(SURVIVORS, seed).choices()) {
        recoverAndCutAgain(run, run.sim.afterPowerCut(choice), step % 2 == 0, "step " + step);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void afterADeathAtAnyStepAnotherProcessGoesOnAndAPowerCutTakesNothingItShowed(long seed) throws DiskException {
    long steps = undisturbed(seed);
    for (long step = 1; step <= steps; step++) {
      Run run = new Run(seed);
      run.sim.killAt(step);
      try {
        run.script();
      } catch (ProcessKilled dead) {
        assertThat(run.sim.steps()).isGreaterThanOrEqualTo(step - 1);
      }
      recoverAndCutAgain(run, run.sim.copy(), step % 2 == 0, "step " + step);
    }
  }

  private static long undisturbed(long seed) throws DiskException {
    Run run = new Run(seed);
    run.script();
    assertThat(run.sim.tree().keySet()).as("the script folds").anyMatch(name -> name.endsWith(".ckpt"));
    return run.sim.steps();
  }

  /** Whoever creates a mirror goes on where an earlier attempt was cut; where all is done, nothing happens. */
  private static void create(Run run, Disk disk) throws DiskException {
    if (run.promised.equals(Sequence.NONE)) {
      if (disk.look(MirrorLayout.CONTROL).isEmpty()) {
        disk.makeDirectory(MirrorLayout.CONTROL, 0700);
      }
      disk.forceDirectory("");
      new LogCreation(disk, MIRROR, run.unique).createIfAbsent(HELD);
    }
  }

  private static void recoverAndCutAgain(Run run, SimDisk after, boolean trusted, String when) throws DiskException {
    create(run, after.process("R"));
    ModelHistory shown = run.history.copy();
    SegmentedLog log = run.log(after.process("R"), trusted);
    log.catchUp(HELD);
    List<Sequence> unretired = log.unretired().stream().map(one -> one.committed().at()).toList();
    assertThat(log.manifest().at()).as(when).isGreaterThanOrEqualTo(run.promised);
    assertThat(unretired).as(when).filteredOn(run.promisedRetired::contains).isEmpty();
    shown.cutTo(log.manifest().at(), unretired);
    HistoryProperties.check(log.manifest(), shown, new Random(1));

    after.cutPower();
    for (Survivors.Choice choice : after.survivors(SURVIVORS_OF_THE_SECOND_CUT, 1).choices()) {
      SegmentedLog again = run.log(after.afterPowerCut(choice).process("S"), true);
      again.catchUp(HELD);
      HistoryProperties.check(again.manifest(), shown, new Random(1));
    }
  }
}
