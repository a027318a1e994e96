package io.cistern.fs.testing;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.SystemError;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * A disk in memory that forgets, at a power cut, what was not forced: bytes until their file is, names until their
 * directory is. Several processes and a person share it; each can be killed, and all can lose power, before any step.
 *
 * <p>Steps are the operations of all processes, counted from 1. Nothing here depends on chance but for a seed that the
 * caller gives. Safe for use by many threads; a plan (kill, cut, fault, deed) is made before the step it is for.
 */
public final class SimDisk {
  private final SimState state;
  private final InstantSource clock;
  private final SimFaults faults = new SimFaults();
  private final Map<String, SimView> processes = new LinkedHashMap<>();
  private final Map<Long, SimLock> locks = new LinkedHashMap<>();
  private final List<SimStep> trace = new ArrayList<>();
  private long mostBytes = Long.MAX_VALUE;
  private long mostInodes = Long.MAX_VALUE;
  private boolean powerOff;

  /** An empty disk. */
  public SimDisk(SimOptions options, InstantSource clock) {
    this(SimState.empty(options, nanos(clock)), clock);
  }

  private SimDisk(SimState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  /** As it is now for whoever comes after all processes were killed; shares nothing with this one but the clock. */
  public synchronized SimDisk copy() {
    return new SimDisk(state.copy(), clock);
  }

  /**
   * The disk as a process of that name sees it: the same object while the process lives, a new one after its death.
   */
  public synchronized Disk process(String name) {
    return processes.compute(name, (_, old) -> old == null || old.isDead() ? new SimView(this, name) : old);
  }

  /** Ends a process: its locks go, its open files close, and all that it does from now on is {@link ProcessKilled}. */
  public synchronized void kill(String process) {
    Optional.ofNullable(processes.get(process)).ifPresent(SimView::die);
  }

  /** A person whose programs force what they save, which forces the names in that directory with it. */
  public SimPerson person() {
    return new SimPerson(this, true);
  }

  /** A person whose programs leave it to the system when to write. */
  public SimPerson hastyPerson() {
    return new SimPerson(this, false);
  }

  /** Runs something just before a step, in the thread of that step; several run in the order given. */
  public synchronized void before(long step, Runnable deed) {
    faults.before(step, deed);
  }

  /** Kills the process that is about to do this step. */
  public void killAt(long step) {
    before(step, () -> kill(stepNow().process()));
  }

  /** Kills the process in the middle of this step, which is a write: half of it is done. */
  public synchronized void killInside(long step) {
    faults.killInside(step);
  }

  /** Cuts the power before this step. */
  public void powerCutAt(long step) {
    before(step, this::cutPower);
  }

  /** Lets one step fail. A force that fails loses what it was to force; a write without space does its half. */
  public synchronized void failAt(long step, Kind kind) {
    faults.failAt(step, kind);
  }

  /** Lets all such steps fail from now on. */
  public synchronized void failWhen(Predicate<SimStep> when, Kind kind) {
    faults.failWhen(when, kind);
  }

  /** Lets all such steps answer with an error of the system from now on; a force, as a force does. */
  public synchronized void failWhen(Predicate<SimStep> when, SystemError error) {
    faults.failWhen(when, error);
  }

  /** Ends all that {@code failWhen} began. */
  public synchronized void failNoMore() {
    faults.forgetRules();
  }

  /** Lets every step on exactly this name fail. */
  public synchronized void deny(String name, Kind kind) {
    faults.deny(name, kind);
  }

  public synchronized void allow(String name) {
    faults.allow(name);
  }

  /** Makes the disk so large; inodes, names and blocks of 4096 bytes count, an exchange needs nothing. */
  public synchronized void limitBytes(long bytes) {
    mostBytes = bytes;
  }

  /** Leaves no room at all. */
  public synchronized void fill() {
    leaveBytes(0);
  }

  /** Leaves room for so much more than there is. */
  public synchronized void leaveBytes(long bytes) {
    limitBytes(state.usedBytes() + bytes);
  }

  /** Leaves room for so many more files and directories than there are. */
  public synchronized void leaveInodes(long inodes) {
    limitInodes(state.usedInodes() + inodes);
  }

  /** Leaves room for everything. */
  public synchronized void leaveRoom() {
    limitBytes(Long.MAX_VALUE);
    limitInodes(Long.MAX_VALUE);
  }

  public synchronized void limitInodes(long inodes) {
    mostInodes = inodes;
  }

  /**
   * Lets files whose names end so come back from a power cut as written, to spare the trouble of trying what nobody
   * depends on. Call it before they are made.
   */
  public synchronized void spare(String end) {
    state.dullEnds.add(end);
  }

  /** How many steps have been begun. */
  public synchronized long steps() {
    return trace.size();
  }

  /** What was done, oldest first. */
  public synchronized List<SimStep> trace() {
    return List.copyOf(trace);
  }

  /** Turns the power off: every process ends with {@link PowerCut}. Then see {@link #survivors}. */
  public synchronized void cutPower() {
    powerOff = true;
    processes.values().forEach(SimView::die);
  }

  /**
   * What a power cut now may leave: all of it when that is no more than the bound, else the extremes and a sample.
   * Changes nothing.
   */
  public synchronized Survivors survivors(int bound, long seed) {
    return new SurvivorSearch(state, bound, seed).run();
  }

  /** The disk after a power cut now, as chosen. Changes nothing here. */
  public synchronized SimDisk afterPowerCut(Survivors.Choice choice) {
    return new SimDisk(choice.applyTo(state), clock);
  }

  /** A choice in words, for the trace of a failed run. */
  public synchronized String describe(Survivors.Choice choice) {
    return choice.describe(state);
  }

  /** All names with what they are, and for files how long and what; for comparing and for people. */
  public synchronized SortedMap<String, String> tree() {
    return SimListing.of(state);
  }

  /** What would be left after a cut that drops everything unforced, in the form of {@link #tree}. */
  public synchronized SortedMap<String, String> forcedTree() {
    return SimListing.of(Survivors.Choice.nothingUnforced().applyTo(state));
  }

  /**
   * The same for two disks on which whoever comes after all processes were killed does and sees the same; two that differ
   * in anything, forced or not, differ in this.
   */
  public synchronized String fingerprint() {
    return SimFingerprint.of(state);
  }

  SimState state() {
    return state;
  }

  long now() {
    return nanos(clock);
  }

  Map<Long, SimLock> locks() {
    return locks;
  }

  boolean isPowerOff() {
    return powerOff;
  }

  /** A step that has no effect when it fails. */
  void step(SimView view, String what, String name, boolean changes) throws DiskException {
    step(view, what, name, changes, SimDisk::nothing);
  }

  static void nothing() {
    // For steps that have no effect when they fail.
  }

  /**
   * Counts a step of a process, does what is planned before it, and fails if that is planned.
   *
   * @param onFault done before it fails
   */
  void step(SimView view, String what, String name, boolean changes, Runnable onFault) throws DiskException {
    view.requireAlive();
    SimStep step = new SimStep(trace.size() + 1L, view.name(), what, name, changes);
    trace.add(step);
    faults.run(step);
    view.requireAlive();
    if (faults.endsInside(step)) {
      onFault.run();
      view.die();
      view.requireAlive();
    }
    Optional<DiskException> failure = faults.failure(step);
    if (failure.isPresent()) {
      if (wasTried(step, failure.get())) {
        onFault.run();
      }
      throw failure.get();
    }
  }

  /** A directory that may not be opened is not forced in vain: what is unforced stays so. */
  private static boolean wasTried(SimStep step, DiskException failure) {
    return !step.what().equals("force directory") || failure.kind() == Kind.OTHER || failure.kind() == Kind.NO_SPACE;
  }

  void requireRoom(String what, String name, long bytes, long inodes) throws DiskException {
    boolean bytesLeft = bytes == 0 || mostBytes == Long.MAX_VALUE || state.usedBytes() + bytes <= mostBytes;
    boolean inodesLeft = inodes == 0 || mostInodes == Long.MAX_VALUE || state.usedInodes() + inodes <= mostInodes;
    if (!bytesLeft || !inodesLeft) {
      throw new DiskException(Kind.NO_SPACE, what, name, "no space left");
    }
  }

  private SimStep stepNow() {
    return trace.getLast();
  }

  private static long nanos(InstantSource clock) {
    var now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
