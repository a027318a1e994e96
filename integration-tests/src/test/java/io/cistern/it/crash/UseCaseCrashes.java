package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.inspect.StatusReport;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimStep;
import io.cistern.fs.testing.Survivors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * Ends a clone and a hydration of one workspace before disk operations, by a kill and by a power cut; lets a new
 * process recover, a recovery that is cut, and a process that had the mirror open all the time go on; and holds each
 * against G1, G2, G5 and G9. Each way ends with the whole job done, which must fetch nothing a second time.
 */
final class UseCaseCrashes {
  /** Less than anything takes, so that every step meets the end of the disk once. */
  private static final long LITTLE_ROOM = 1024;

  private final Workspace workspace;
  private final long seed;
  private final int moments;
  private final int bound;
  private final FakeRemote remote;
  private final Ticks clock = new Ticks();
  private final SimDisk begun;
  private long cases;

  /**
   * @param moments how many steps are tried, a sample if there are more
   * @param bound how many survivors of one power cut are tried
   */
  UseCaseCrashes(Workspace workspace, long seed, int moments, int bound) {
    this.workspace = workspace;
    this.seed = seed;
    this.moments = moments;
    this.bound = bound;
    this.remote = workspace.remote();
    begun = new SimDisk(SimOptions.PLAIN, clock);
    begun.spare(".holder");
    begun.spare(".lock");
    SimMirror.create(begun);
  }

  /** How many states were judged. */
  long cases() {
    return cases;
  }

  void run() {
    SimDisk whole = begun.copy();
    Told told = new Told(workspace);
    open(whole, "A").cloneAndHydrate(told);
    check(whole, told, "undisturbed");
    for (long step : sample(changing(whole), moments)) {
      killed(step);
      killedBesideAnother(step);
      cut(step);
    }
  }

  /**
   * Runs the whole job on disks that are full a little later each, until one is large enough. What is said is that the
   * disk is full; looking goes on; with room again, the same process or the next one goes on and loses nothing.
   */
  void fillUp() {
    long bytes = 0;
    while (meetsAFullDisk("room for %d bytes", bytes, SimDisk::leaveBytes)) {
      bytes += LITTLE_ROOM;
    }
    long inodes = 0;
    while (meetsAFullDisk("room for %d files", inodes, SimDisk::leaveInodes)) {
      inodes++;
    }
    assertThat(bytes).isPositive();
    assertThat(inodes).isPositive();
  }

  private boolean meetsAFullDisk(String what, long room, ObjLongConsumer<SimDisk> limit) {
    String where = what.formatted(room);
    SimDisk disk = begun.copy();
    limit.accept(disk, room);
    Told told = new Told(workspace);
    SimProgram program = open(disk, "A");
    Optional<Failure> full = failure(() -> program.cloneAndHydrate(told));
    assertThat(full.filter(failure -> !(failure instanceof Failure.LocalDiskFull)))
        .as(() -> where(where, disk))
        .isEmpty();
    readersSeeNoLie(disk, told, where);
    SimDisk left = disk.copy();
    left.leaveRoom();
    recoveredAndFinished(left, told.copy(), where + "; with room again");
    disk.leaveRoom();
    finish(disk, program, told, where + "; the same process with room again");
    return full.isPresent();
  }

  private static Optional<Failure> failure(Supplier<HydrateReport> job) {
    try {
      return job.get().endedEarly();
    } catch (CisternException failed) {
      return Optional.of(failed.failure());
    }
  }

  private void killed(long step) {
    SimDisk disk = begun.copy();
    disk.killAt(step);
    Told told = new Told(workspace);
    endsEarly(disk, told);
    String where = "kill before step " + step;
    SimDisk left = disk.copy();
    readersSeeNoLie(left, told, where);
    recoveredAndFinished(left.copy(), told.copy(), where);
    recoveredWithCuts(left, told, where);
    finished(left, told, where + "; nobody else recovers");
  }

  private void cut(long step) {
    SimDisk disk = begun.copy();
    disk.powerCutAt(step);
    Told told = new Told(workspace);
    endsEarly(disk, told);
    for (Survivors.Choice choice : disk.survivors(bound, seed + step).choices()) {
      String where = "power cut before step " + step + ", " + disk.describe(choice);
      SimDisk left = disk.afterPowerCut(choice);
      readersSeeNoLie(left, told, where);
      recoveredAndFinished(left, told.copy(), where);
    }
  }

  /** B has looked at the mirror before A began, and goes on with A's work before anybody else recovers. */
  private void killedBesideAnother(long step) {
    SimDisk disk = begun.copy();
    SimProgram other = open(disk, "B");
    other.catchUp();
    disk.killAt(disk.steps() + step);
    Told told = new Told(workspace);
    endsEarly(disk, told);
    disk.kill("A");
    String where = "kill before step " + step + "; another process goes on";
    if (step % 2 == 0) {
      other.pullNames(told);
    } else {
      other.hydrate(new Selection.Everything(), told);
    }
    check(disk, told, where);
    recoveredAndFinished(disk.copy(), told.copy(), where);
    finish(disk, other, told, where);
  }

  private void recoveredWithCuts(SimDisk left, Told told, String where) {
    SimDisk whole = left.copy();
    open(whole, "interrupted").catchUp();
    for (long step : sample(changing(whole), Math.max(2, moments / 4))) {
      SimDisk again = left.copy();
      again.powerCutAt(step);
      Crashes.endingEarly(() -> open(again, "interrupted").catchUp());
      for (Survivors.Choice choice : again.survivors(Math.max(1, bound / 4), seed + step).choices()) {
        String inside = where + "; power cut before step " + step + " of the recovery, " + again.describe(choice);
        recoveredAndFinished(again.afterPowerCut(choice), told.copy(), inside);
      }
    }
  }

  private void recoveredAndFinished(SimDisk disk, Told told, String where) {
    open(disk, "R").catchUp();
    check(disk, told, where);
    assertThat(disk.tree().keySet().stream().filter(name -> name.startsWith(".cistern/staging/")))
        .as(() -> where(where + ": staging of the dead", disk))
        .isEmpty();
    finished(disk, told, where);
  }

  private void finished(SimDisk disk, Told told, String where) {
    finish(disk, open(disk, "F"), told, where);
  }

  /** The whole job, undisturbed: complete, nothing fetched twice, nothing left to do, and durable. */
  private void finish(SimDisk disk, SimProgram program, Told told, String where) {
    Set<String> due = new TreeSet<>(workspace.fetched());
    program.inside().parts().reader().read().manifest().from("", "").forEachRemaining(entry -> {
      if (entry.state() == PathState.HYDRATED) {
        due.remove(entry.name());
      }
    });
    remote.forgetRequests();
    program.cloneAndHydrate(told);
    assertThat(fetches()).as(() -> where(where + ": fetched", disk)).containsExactlyInAnyOrderElementsOf(due);
    program.close();
    check(disk, told, where + "; finished");
    complete(disk, where + "; finished");

    remote.forgetRequests();
    SimProgram again = open(disk, "G");
    assertThat(again.pullNames(told).nothingChanged()).as(() -> where(where + ": a second clone", disk)).isTrue();
    assertThat(again.hydrate(new Selection.Everything(), told).candidates())
        .as(() -> where(where + ": a second hydration", disk))
        .isZero();
    assertThat(fetches()).isEmpty();
    again.close();
    disk.cutPower();
    for (Survivors.Choice choice : disk.survivors(1, seed).choices()) {
      SimDisk after = disk.afterPowerCut(choice);
      open(after, "S").catchUp();
      complete(after, where + "; finished; power cut");
    }
  }

  private List<String> fetches() {
    return remote.requests().stream()
        .filter(request -> request.endpoint().equals("file"))
        .map(FakeRemote.Request::path)
        .toList();
  }

  private void complete(SimDisk disk, String where) {
    assertThat(Oracle.visible(disk)).as(() -> where(where, disk)).isEqualTo(workspace.files());
    StatusReport status = open(disk, "reader").status();
    assertThat(status.bootstrap().complete()).as(() -> where(where, disk)).isTrue();
    assertThat(status.paths().of(PathState.HYDRATED)).as(() -> where(where, disk)).isEqualTo(workspace.files().size());
  }

  /** Before anybody has recovered: no file shows what is no version, and a reader does not stumble. */
  private void readersSeeNoLie(SimDisk disk, Told told, String where) {
    cases++;
    List<String> wrong = new ArrayList<>(Oracle.partialContents(disk, told.ledger()));
    SimProgram reader = open(disk.copy(), "reader");
    wrong.addAll(progress(reader.inside().parts().reader().read()));
    StatusReport status = reader.status();
    if (status.damage().isPresent() || !status.local().equals(StatusReport.Local.NONE)) {
      wrong.add("G9: status says " + status);
    }
    assertThat(wrong).as(() -> where(where, disk)).isEmpty();
  }

  /** After somebody has caught up. */
  private void check(SimDisk disk, Told told, String where) {
    cases++;
    SimProgram reader = open(disk, "reader");
    MirrorReader mirror = reader.inside().parts().reader();
    List<String> wrong = new ArrayList<>(Oracle.afterRecovery(disk, mirror, told.ledger()));
    MirrorReader.View view = mirror.read();
    wrong.addAll(progress(view));
    StatusReport status = reader.status();
    if (!status.paths().equals(view.manifest().counts()) || !status.local().equals(StatusReport.Local.NONE)) {
      wrong.add("G9: status says " + status);
    }
    assertThat(wrong).as(() -> where(where, disk)).isEmpty();
  }

  /** G5, I2: what the progress says was seen is known, no more and no less. */
  private List<String> progress(MirrorReader.View view) {
    List<String> wrong = new ArrayList<>();
    Phase phase = view.manifest().bootstrap().phase();
    long known = view.manifest().counts().total();
    if (view.manifest().bootstrap().filesSeen() != known) {
      wrong.add("G5: " + view.manifest().bootstrap() + " and " + known + " names");
    }
    boolean listed = phase == Phase.REPLAYING || phase == Phase.COMPLETE;
    if (listed && known != workspace.files().size()) {
      wrong.add("G5: " + phase + " with " + known + " names");
    }
    if (view.manifest().watermark().isPresent() && !listed) {
      wrong.add("G5: a watermark while " + phase);
    }
    view.manifest().bootstrap().cursor().ifPresent(cursor -> {
      if (view.manifest().find(cursor.value()).isEmpty() && workspace.files().containsKey(cursor.value())) {
        wrong.add("G5: the page before " + cursor + " is not here");
      }
    });
    return wrong;
  }

  private void endsEarly(SimDisk disk, Told told) {
    Crashes.endingEarly(() -> open(disk, "A").cloneAndHydrate(told));
  }

  private SimProgram open(SimDisk disk, String process) {
    return SimProgram.open(disk, process, Outfit.at(clock), remote, workspace);
  }

  private static List<Long> changing(SimDisk told) {
    return told.trace().stream().filter(SimStep::changes).map(SimStep::number).toList();
  }

  private List<Long> sample(List<Long> steps, int most) {
    List<Long> shuffled = new ArrayList<>(steps);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.stream().limit(most).sorted().toList();
  }

  private String where(String what, SimDisk disk) {
    return what + ", " + workspace + ", seed " + seed + "\n" + String.join("\n", lines(disk));
  }

  private static List<String> lines(SimDisk disk) {
    return disk.tree().entrySet().stream().map(entry -> "  " + entry.getKey() + ": " + entry.getValue()).toList();
  }
}
