package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.testing.ManualClock;
import io.cistern.domain.failure.CisternException;
import io.cistern.fs.testing.PowerCut;
import io.cistern.fs.testing.ProcessKilled;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimStep;
import io.cistern.fs.testing.Survivors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Ends a story before every disk operation, by a kill and by a power cut, and has the mirror recovered by another
 * process; ends the recovery before every operation, too; and cuts the power once more after it, because a finished
 * recovery is a promise.
 */
final class Crashes {
  private final SimOptions options;
  private final Story prepare;
  private final Story story;
  private final int bound;
  private final long seed;
  private Supplier<Outfit> recovering = Outfit::usual;
  private boolean kills = true;
  private boolean besideAnother;
  private Story before = (_, _) -> {};
  private int moments = Integer.MAX_VALUE;
  private int momentsOfRecovery = Integer.MAX_VALUE;
  private final Map<String, Long> judged = new HashMap<>();
  private long cases;
  private long distinct;

  /**
   * @param prepare brings a disk with an empty mirror to where the story begins
   * @param bound how many survivors of one power cut are tried
   */
  Crashes(SimOptions options, Story prepare, Story story, int bound, long seed) {
    this.options = options;
    this.prepare = prepare;
    this.story = story;
    this.bound = bound;
    this.seed = seed;
  }

  /** Lets every recovery that is judged be made by a process with this outfit. */
  Crashes recoveringWith(Supplier<Outfit> outfit) {
    recovering = outfit;
    return this;
  }

  /** Lets nothing happen to the story but power cuts. */
  Crashes withoutKills() {
    kills = false;
    return this;
  }

  /** Tries only what comes after the end of this, which is how the story begins. */
  Crashes after(Story beginning) {
    before = beginning;
    return this;
  }

  /** Tries so many steps of the story and of each recovery; a sample, where there are more. */
  Crashes sampling(int ofStory, int ofRecovery) {
    moments = ofStory;
    momentsOfRecovery = ofRecovery;
    return this;
  }

  /** Lets a process that had the mirror open all the time commit, too, and tries writes that are half done. */
  Crashes besideAnother() {
    besideAnother = true;
    return this;
  }

  /** How many recoveries came out as they should. */
  long cases() {
    return cases;
  }

  /** Of how many different disks, or moments of another process. */
  long distinct() {
    return distinct;
  }

  /** Every kill and every power cut of the story, each recovered and judged. */
  void run() {
    SimDisk begun = new SimDisk(options, new ManualClock());
    begun.spare(".holder");
    begun.spare(".lock");
    SimMirror.create(begun);
    Ledger prepared = new Ledger();
    prepare.tell(begun, prepared);
    begun.kill("A");
    SimDisk beginning = begun.copy();
    before.tell(beginning, prepared.copy());
    SimDisk whole = begun.copy();
    story.tell(whole, prepared.copy());
    List<Long> steps = changingSteps(whole).stream().filter(step -> step > beginning.steps()).toList();
    assertThat(steps).as("steps of the story that change the disk").isNotEmpty();
    for (long step : sample(steps, moments, new Random(seed))) {
      if (besideAnother) {
        killedBesideAnother(begun, prepared, step);
      }
      if (besideAnother && whole.trace().get((int) step - 1).what().equals("write")) {
        killedInside(begun, prepared, step);
      }
      killedOrCut(begun, prepared, step);
    }
  }

  /** Some of these steps, in order; all, where there are no more. */
  static List<Long> sample(List<Long> steps, int most, Random random) {
    List<Long> shuffled = new ArrayList<>(steps);
    Collections.shuffle(shuffled, random);
    return shuffled.stream().limit(most).sorted().toList();
  }

  /**
   * The later steps of a process that change the disk. Its end before any other step leaves what its end before the next of
   * these leaves.
   */
  static List<Long> changingSteps(SimDisk done, String process, long after) {
    return done.trace().stream()
        .filter(SimStep::changes).filter(step -> step.process().equals(process)).map(SimStep::number)
        .filter(step -> step > after).toList();
  }

  private void killedInside(SimDisk begun, Ledger prepared, long step) {
    SimDisk disk = begun.copy();
    Ledger ledger = prepared.copy();
    disk.killInside(step);
    endsEarly(disk, ledger);
    recover(disk.copy(), ledger, "kill in the middle of step " + step);
  }

  private void killedBesideAnother(SimDisk begun, Ledger prepared, long step) {
    SimDisk disk = begun.copy();
    Ledger ledger = prepared.copy();
    SimMirror second = SimMirror.open(disk, "B");
    second.commits().catchUp();
    disk.before(disk.steps() + step, () -> disk.kill("A"));
    endsEarly(disk, ledger);
    disk.kill("A");
    commitsFirst(disk, second, ledger, "kill before step " + step + "; a process that was there all the time commits");
  }

  /** A process that is killed leaves what it has done; the same moment, if it is the power that goes, leaves less. */
  private void killedOrCut(SimDisk begun, Ledger prepared, long step) {
    SimDisk disk = begun.copy();
    Ledger ledger = prepared.copy();
    disk.killAt(step);
    endsEarly(disk, ledger);
    disk.cutPower();
    if (kills) {
      killed(disk.copy(), ledger, "kill before step " + step);
    }
    cut(disk, ledger, step);
  }

  private void killed(SimDisk left, Ledger ledger, String where) {
    judge(Oracle.partialContents(left, ledger), where, left);
    recover(left.copy(), ledger, where);
    recoveredWithCuts(left, ledger, where);
    aSecondProcessCommitsFirst(left.copy(), ledger, where);
  }

  /** The recovery of one survivor is cut, too, another one at each step; all others are recovered as a whole. */
  private void cut(SimDisk disk, Ledger ledger, long step) {
    List<Survivors.Choice> choices = disk.survivors(bound, seed + step).choices();
    for (int i = 0; i < choices.size(); i++) {
      String where = "power cut before step " + step + ", " + disk.describe(choices.get(i));
      SimDisk left = disk.afterPowerCut(choices.get(i));
      judge(Oracle.partialContents(left, ledger), where, left);
      recover(left.copy(), ledger, where);
      if (i == step % choices.size()) {
        recoveredWithCuts(left, ledger, where);
      }
    }
  }

  private void recoveredWithCuts(SimDisk left, Ledger ledger, String where) {
    once("cuts", left, ledger, () -> {
      SimDisk whole = left.copy();
      SimMirror.open(whole, "interrupted").commits().catchUp();
      for (long step : sample(changingSteps(whole), momentsOfRecovery, new Random(seed))) {
        SimDisk again = left.copy();
        String inside = where + "; then power cut before step " + step + " of the recovery";
        again.powerCutAt(step);
        endingEarly(() -> SimMirror.open(again, "interrupted").commits().catchUp());
        for (Survivors.Choice choice : again.survivors(Math.max(1, bound / 8), seed + step).choices()) {
          recover(again.afterPowerCut(choice), ledger, inside + ", " + again.describe(choice));
        }
      }
    });
  }

  /**
   * Does something with a disk that depends on nothing but the disk and what was told. Another crash that leaves the very
   * same is a case, too, and comes to the same.
   */
  private void once(String what, SimDisk disk, Ledger ledger, Runnable judging) {
    String key = what + " " + disk.fingerprint() + " " + ledger;
    Optional<Long> known = Optional.ofNullable(judged.get(key));
    if (known.isPresent()) {
      cases += known.get();
    } else {
      long before = cases;
      judging.run();
      judged.put(key, cases - before);
    }
  }

  private static List<Long> changingSteps(SimDisk told) {
    return told.trace().stream().filter(SimStep::changes).map(SimStep::number).toList();
  }

  /** A finished recovery is a promise: what it showed is there after a power cut, too. */
  private void recover(SimDisk disk, Ledger ledger, String where) {
    once("recovered", disk, ledger, () -> {
      SimMirror mirror = SimMirror.open(disk, "R", recovering.get());
      catchUp(mirror, where);
      found();
      judge(Oracle.afterRecovery(disk, mirror.parts().reader(), ledger), where, disk);
      SortedMap<String, String> shown = Oracle.visible(disk);
      disk.cutPower();
      for (Survivors.Choice choice : disk.survivors(1, seed).choices()) {
        recoverAgain(disk.afterPowerCut(choice), ledger, shown, where + "; recovered; power cut");
      }
    });
  }

  private void recoverAgain(SimDisk after, Ledger ledger, SortedMap<String, String> shown, String where) {
    once("again " + shown, after, ledger, () -> {
      SimMirror next = SimMirror.open(after, "S");
      catchUp(next, where);
      found();
      judge(Oracle.afterRecovery(after, next.parts().reader(), ledger), where, after);
      assertThat(Oracle.visible(after)).as(where + ": what a recovery showed stays").isEqualTo(shown);
    });
  }

  private void found() {
    cases++;
    distinct++;
  }

  /** No crash is an excuse for a mirror that cannot be recovered. */
  private void catchUp(SimMirror mirror, String where) {
    try {
      mirror.commits().catchUp();
    } catch (CisternException refused) {
      throw new AssertionError(where + ", seed " + seed + ": " + refused.getMessage(), refused);
    }
  }

  /** Another process commits before anyone recovers. */
  private void aSecondProcessCommitsFirst(SimDisk disk, Ledger ledger, String where) {
    once("second", disk, ledger,
        () -> commitsFirst(disk, SimMirror.open(disk, "B"), ledger, where + "; another process commits"));
  }

  private void commitsFirst(SimDisk disk, SimMirror second, Ledger ledger, String where) {
    Ledger both = ledger.copy();
    second.change(both, "/second", "theirs");
    found();
    judge(Oracle.afterRecovery(disk, second.parts().reader(), both), where, disk);
  }

  private void endsEarly(SimDisk disk, Ledger ledger) {
    endingEarly(() -> story.tell(disk, ledger));
  }

  /** Does something that is to be cut. */
  static void endingEarly(Runnable work) {
    try {
      work.run();
    } catch (ProcessKilled | PowerCut expected) {
      // this is what the run is about
    }
  }

  private void judge(List<String> wrong, String where, SimDisk disk) {
    assertThat(wrong).as(() -> where + ", seed " + seed + "\n" + disk.tree()).isEmpty();
  }
}
