package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.testing.ManualClock;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Every sequence of one or two operations on a tree of at most four paths, and a sample of those of three: a crash
 * before every disk operation of its last one, for the beginning of it is a sequence of its own. All steps and many survivors
 * are tried in the campaign, else a sample of them; and so are disks that cannot exchange two names.
 */
class SequenceCrashIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final long SEED = Long.getLong("cistern.crash.seed", 20261126);
  private static final int BOUND = CAMPAIGN ? 8 : 1;
  private static final int MOMENTS = CAMPAIGN ? Integer.MAX_VALUE : 8;
  private static final int MOMENTS_OF_RECOVERY = CAMPAIGN ? 3 : 1;
  private static final int LONG_ONES = CAMPAIGN ? 120 : 12;
  private static final long LEAST = CAMPAIGN ? 90_000 : 5_000;
  private static final List<SimOptions> DISKS =
      CAMPAIGN ? List.of(SimOptions.PLAIN, SimOptions.PLAIN.withoutExchange()) : List.of(SimOptions.PLAIN);

  @Test
  void noStepOfAnySequenceLosesOrTearsAnything() throws InterruptedException {
    List<List<Operation>> sequences = new ArrayList<>(Operation.sequences(1));
    sequences.addAll(Operation.sequences(2));
    List<List<Operation>> longer = new ArrayList<>(Operation.sequences(3));
    Collections.shuffle(longer, new Random(SEED));
    sequences.addAll(longer.subList(0, LONG_ONES));
    List<Crashes> crashes = onBothCores(sequences);
    long distinct = crashes.stream().mapToLong(Crashes::distinct).sum();
    System.out.println("SequenceCrashIT: " + sequences.size() + " sequences, "
        + crashes.stream().mapToLong(Crashes::cases).sum() + " recoveries judged, of " + distinct
        + " different disks, seed " + SEED);
    assertThat(distinct).isGreaterThanOrEqualTo(LEAST);
  }

  /** No sequence knows of another one. */
  private static List<Crashes> onBothCores(List<List<Operation>> sequences) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Crashes> done = new ArrayList<>();
      for (Future<Crashes> one : threads.invokeAll(
          DISKS.stream().flatMap(kind -> sequences.stream().<Callable<Crashes>>map(
              sequence -> () -> crashes(kind, sequence))).toList())) {
        done.add(one.get());
      }
      return done;
    } catch (ExecutionException wrong) {
      throw new AssertionError(wrong.getCause().getMessage(), wrong.getCause());
    }
  }

  private static Crashes crashes(SimOptions kind, List<Operation> sequence) {
    assertThat(Oracle.visible(told(kind, sequence))).as("what uncut makes of it " + sequence)
        .isEqualTo(Operation.after(sequence));
    Crashes crashes = new Crashes(
        kind, Operation::begin, Operation.story(sequence), BOUND, SEED + sequence.toString().hashCode())
        .after(Operation.story(sequence.subList(0, sequence.size() - 1)))
        .sampling(MOMENTS, MOMENTS_OF_RECOVERY)
        .besideAnother();
    try {
      crashes.run();
    } catch (AssertionError wrong) {
      throw new AssertionError(kind + ", " + sequence + ", seed " + SEED + ": " + wrong.getMessage(), wrong);
    }
    return crashes;
  }

  private static SimDisk told(SimOptions kind, List<Operation> sequence) {
    SimDisk disk = new SimDisk(kind, new ManualClock());
    SimMirror.create(disk);
    Ledger ledger = new Ledger();
    Operation.begin(disk, ledger);
    disk.kill("A");
    Operation.story(sequence).tell(disk, ledger);
    return disk;
  }
}
