package io.cistern.fs.budget;

import io.cistern.application.testing.ManualClock;
import io.cistern.domain.budget.BudgetKey;
import io.cistern.domain.budget.Clocks;
import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.Survivors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A machine with a simulated disk and clocks that are set by hand, on which processes share a budget. */
final class BudgetBench {
  static final BudgetKey KEY = BudgetKeys.of("http://localhost", "file /token");
  static final String FILE = KEY.value() + ".json";

  /** How far the wall clock is off. */
  private Duration off = Duration.ZERO;

  private final ManualClock real = new ManualClock();
  private final List<String> warnings = new ArrayList<>();
  private String era = "boot-1";
  private SimDisk disk = new SimDisk(SimOptions.PLAIN, real);

  SimDisk disk() {
    return disk;
  }

  /** A process that starts now. */
  FileRemoteBudget process(String name) {
    return on(disk.process(name));
  }

  FileRemoteBudget on(Disk seen) {
    return at(BudgetPlace.of(seen));
  }

  FileRemoteBudget at(BudgetPlace place) {
    return new FileRemoteBudget(
        place, KEY, wall -> new Clocks(era, Duration.between(Instant.EPOCH, real.instant()), wall),
        wake -> real.advance(Duration.ofMillis(1)), warnings::add);
  }

  List<String> warnings() {
    return warnings;
  }

  /** What the wall clock says. */
  Instant wall() {
    return real.instant().plus(off);
  }

  /** The moment that nobody can set. */
  Instant real() {
    return real.instant();
  }

  void passes(Duration time) {
    real.advance(time);
  }

  /** Somebody sets the wall clock. */
  void jumps(Duration by) {
    off = off.plus(by);
  }

  /** The machine is started again; what was on its disk is still there. */
  void restarts(String next) {
    era = next;
    disk = disk.copy();
  }

  /** The power is cut, and the machine started again with whatever of its disk is left. */
  void losesPower(String next, long seed) {
    era = next;
    disk.cutPower();
    List<Survivors.Choice> choices = disk.survivors(8, seed).choices();
    disk = disk.afterPowerCut(choices.get((int) Math.floorMod(seed, (long) choices.size())));
  }

  static ToldWindow requests(long limit, long left, long seconds) {
    return new ToldWindow(
        "requests", Measure.REQUESTS, Optional.of(limit), left, Optional.of(Duration.ofHours(1)),
        Duration.ofSeconds(seconds));
  }
}
