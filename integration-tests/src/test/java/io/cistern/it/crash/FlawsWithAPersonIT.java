package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.MirrorParts;
import io.cistern.application.inspect.StatusReport;
import io.cistern.application.port.CommitLog;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.application.port.WorkingTree.Settled;
import io.cistern.application.testing.FakeRemote;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.Revision;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.testing.Between;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimStep;
import io.cistern.fs.testing.Survivors;
import io.cistern.fs.testing.WatchedDisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Flaws F5 and F16: what a person does while a newer remote version is published must never count as based on it. */
class FlawsWithAPersonIT {
  private static final long SEED = 20261122;
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int BOUND = CAMPAIGN ? 32 : 4;
  private static final int STRIDE = CAMPAIGN ? 1 : 5;
  private static final Workspace WORKSPACE = new Workspace(new TreeMap<>(Map.of("/a", "old!")), 10, 3, 1);

  @Test
  void f5AnEditOfTheOldVersionNeverCountsAsOneOfTheNew() {
    assertThat(editsTakenForTheNewVersion(() -> Outfit.at(later()))).isEmpty();
    assertThat(editsTakenForTheNewVersion(FlawsWithAPersonIT::neverForcingARetirement)).isNotEmpty();
  }

  @Test
  void f16AnEditDuringThePublicationIsSeenByTheNextLook() {
    assertThat(editsOverlooked(() -> Outfit.at(later()))).isEmpty();
    assertThat(editsOverlooked(() -> Outfit.at(later()).with(FlawsWithAPersonIT::rememberingWhatItSees))).isNotEmpty();
  }

  /** A mirror whose file is here, and a remote that has a newer version of it. */
  private static final class Scene {
    final FakeRemote remote = WORKSPACE.remote();
    final Revision newest;
    final SimDisk disk = new SimDisk(SimOptions.PLAIN, () -> Instant.parse("2025-06-01T12:00:02Z"));

    Scene() {
      SimMirror.create(disk);
      SimProgram first = open(disk, Outfit.at(later()));
      first.cloneAndHydrate(new Told(WORKSPACE));
      first.close();
      newest = remote.put("/a", "new!");
    }

    SimProgram open(SimDisk where, Outfit outfit) {
      return SimProgram.open(where, "A", outfit, remote, WORKSPACE);
    }

    void update(SimDisk where, Supplier<Outfit> outfit) {
      Crashes.endingEarly(() -> open(where, outfit.get()).pullNames(new Told(WORKSPACE)));
    }

    List<SimStep> steps(Supplier<Outfit> outfit) {
      SimDisk whole = disk.copy();
      update(whole, outfit);
      return whole.trace();
    }
  }

  /** A person overwrites the file before each step up to the switch; then the power goes before each later step. */
  private static List<String> editsTakenForTheNewVersion(Supplier<Outfit> outfit) {
    Scene scene = new Scene();
    List<SimStep> steps = scene.steps(outfit);
    List<String> wrong = new ArrayList<>();
    for (long edit = appended(steps); edit <= exchanged(steps); edit += STRIDE) {
      SimDisk whole = scene.disk.copy();
      edits(whole, edit);
      scene.update(whole, outfit);
      for (long cut : cuts(whole, edit)) {
        SimDisk disk = scene.disk.copy();
        edits(disk, edit);
        disk.powerCutAt(cut);
        scene.update(disk, outfit);
        for (Survivors.Choice choice : disk.survivors(BOUND, SEED).choices()) {
          SimDisk left = disk.afterPowerCut(choice);
          PathEntry entry = recovered(scene, left);
          if (entry.state() == PathState.HYDRATED && entry.revision().equals(Optional.of(scene.newest))
              && left.person().text("a").equals("mine")) {
            wrong.add("edit before " + edit + ", cut before " + cut + ": " + entry);
          }
        }
      }
    }
    return wrong;
  }

  /** A person saves another file with the same time before each step; does the next look see it? */
  private static List<String> editsOverlooked(Supplier<Outfit> outfit) {
    Scene scene = new Scene();
    List<SimStep> steps = scene.steps(outfit);
    List<String> wrong = new ArrayList<>();
    for (long edit = 1; edit <= steps.size() + 1; edit++) {
      SimDisk disk = scene.disk.copy();
      disk.before(edit, () -> disk.person().save("a", "mine"));
      scene.update(disk, outfit);
      if (edit > steps.size()) {
        disk.person().save("a", "mine");
      }
      StatusReport status = scene.open(disk, Outfit.at(later())).status();
      boolean seen = status.local().edited() + status.paths().of(PathState.CONFLICT) > 0;
      boolean kept = disk.tree().values().stream().anyMatch("file 'mine'"::equals);
      if (!seen || !kept) {
        wrong.add("edit before " + edit + ": " + status + " " + disk.tree());
      }
    }
    return wrong;
  }

  private static List<Long> cuts(SimDisk whole, long after) {
    return whole.trace().stream().filter(SimStep::changes).map(SimStep::number).filter(step -> step > after).toList();
  }

  private static void edits(SimDisk disk, long step) {
    disk.before(step, () -> disk.person().write("a", "mine"));
  }

  private static PathEntry recovered(Scene scene, SimDisk disk) {
    SimProgram program = scene.open(disk, Outfit.at(later()));
    program.catchUp();
    return program.inside().parts().manifest().find("/a").orElseThrow();
  }

  /** The step after the record was forced: from here on the change is decided. */
  private static long appended(List<SimStep> steps) {
    return steps.stream()
        .filter(step -> step.forces() && step.name().endsWith(".seg"))
        .findFirst().map(SimStep::number).orElseThrow() + 1;
  }

  private static long exchanged(List<SimStep> steps) {
    return steps.stream()
        .filter(step -> step.what().equals("exchange"))
        .findFirst().map(SimStep::number).orElseThrow();
  }

  /** A moment at which nothing on the disk is new. */
  private static ManualClock later() {
    return new ManualClock();
  }

  /** The product, but a retirement is written and not forced, whatever its outcomes. */
  private static Outfit neverForcingARetirement() {
    AtomicBoolean retiring = new AtomicBoolean();
    return Outfit.at(later())
        .onDisk(disk -> WatchedDisk.of(disk, step -> !retiring.get() || !step.startsWith("force ")))
        .with((parts, _) -> Planted.with(parts, Between.callersAnd(CommitLog.class, parts.log(), (method, _, call) -> {
          retiring.set(method.equals("retire"));
          try {
            return call.go();
          } finally {
            retiring.set(false);
          }
        })));
  }

  /** Remembers whatever file it sees after the switch as the one that was published. */
  private static MirrorParts rememberingWhatItSees(MirrorParts parts, Disk disk) {
    return Planted.with(parts, Planted.Tree.settling(parts.tree(), (real, held, switches) -> {
      List<Settled> settled = new ArrayList<>();
      for (int i = 0; i < switches.size(); i++) {
        Settled one = real.settle(held, List.of(switches.get(i))).getFirst();
        Look look = real.look(switches.get(i).publication().path());
        settled.add(one instanceof Settled.Published && look instanceof Look.File(var memo, boolean _)
            ? new Settled.Published(Optional.of(memo))
            : one);
      }
      return settled;
    }));
  }
}
