package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.MirrorParts;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimStep;
import io.cistern.fs.testing.WatchedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The flaws of docs/commit-path.md on a whole mirror: with the cure taken out it breaks a promise that the product keeps.
 * F3, F8 and F19 are in {@link FlawsOfTheLogIT}, F5 and F16 need a person and are in {@link FlawsWithAPersonIT}; F10, F11,
 * F12 and F14 are about the log alone and are shown there, in {@code LogFlawsTest}.
 */
class FlawsIT {
  private static final long SEED = 20261121;
  private static final int BOUND = 8;
  private static final String LOG_DIRECTORY = "forceDirectory .cistern/log";

  /** The story that F1, F2 and F9 spoil: a variant that fails it shows something only because the product does not. */
  @BeforeAll
  static void withEveryCureNothingIsLost() {
    crashes(replacing(Outfit::usual)).run();
  }

  @Test
  void f1WhatRecoveryShowsSurvivesThePowerCut() {
    fails(
        crashes(replacing(Outfit::usual)).recoveringWith(leavingOut(step -> step.startsWith(LOG_DIRECTORY))),
        "/a is HYDRATED and shows Optional[new]");
  }

  @Test
  void f2WhatIsDisplacedIsMovedOnOnlyWhenTheSwitchIsDurable() {
    fails(crashes(replacing(() -> Outfit.usual().with(FlawsIT::settlingAtOnce))),
        "/a is HYDRATED and shows Optional[old]");
  }

  @Test
  void f4ALiveProcessKeepsWhatItStaged() {
    Supplier<Outfit> reapsAll = () -> Outfit.usual()
        .with((parts, disk) -> Planted.with(parts, Planted.reaping(parts.staging(), () -> reapAll(disk))));

    assertThat(besideAnother(Outfit::usual)).isEmpty();
    assertThat(besideAnother(reapsAll)).isNotEmpty().allMatch(wrong -> wrong.startsWith("G"));
  }

  @Test
  void f9PublishingAgainChangesNothing() {
    fails(
        crashes(replacing(Outfit::usual)).recoveringWith(() -> Outfit.usual().with(FlawsIT::byExistence)),
        "G1: /a shows");
  }

  @Test
  void f9PublishingAgainLeavesWhatAPersonPutBack() {
    assertThat(keepsWhatWasPutBack(Outfit::usual)).containsOnly(true);
    assertThat(keepsWhatWasPutBack(() -> Outfit.usual().with(FlawsIT::byVisibleBytes))).contains(false);
  }

  /** There is no cure but to say so: `clone` and `doctor` name the file systems that keep a rename whole. */
  @Test
  void f15AFileSystemThatSplitsARenameKeepsNoPromise() {
    for (Story story : List.of(
        replacing(Outfit::usual),
        (Story) (disk, ledger) -> SimMirror.open(disk, "A").remove(ledger, "/a"),
        (Story) (disk, ledger) -> SimMirror.open(disk, "A").move(ledger, "/a", "/d/b", "old"))) {
      crashes(story).withoutKills().run();
      Crashes split = new Crashes(SimOptions.PLAIN.splittingRenames(), FlawsIT::prepared, story, 64, SEED);
      assertThatThrownBy(split.withoutKills()::run).isInstanceOf(AssertionError.class);
    }
  }

  private static void prepared(SimDisk disk, Ledger ledger) {
    SimMirror mirror = SimMirror.open(disk, "A");
    mirror.change(ledger, "/a", "");
    mirror.change(ledger, "/a", "old");
  }

  private static Crashes crashes(Story story) {
    return new Crashes(SimOptions.PLAIN, FlawsIT::prepared, story, BOUND, SEED);
  }

  private static Story replacing(Supplier<Outfit> outfit) {
    return (disk, ledger) -> SimMirror.open(disk, "A", outfit.get()).change(ledger, "/a", "new");
  }

  private static void fails(Crashes crashes, String promise) {
    assertThatThrownBy(crashes::run).hasMessageContaining(promise);
  }

  private static Supplier<Outfit> leavingOut(Predicate<String> steps) {
    return () -> Outfit.usual().onDisk(disk -> WatchedDisk.of(disk, steps.negate()));
  }

  /** Settles before the names are forced. */
  private static MirrorParts settlingAtOnce(MirrorParts parts, Disk disk) {
    List<WorkingTree.Settled> early = new ArrayList<>();
    Planted.Publishing publishing = (real, held, at, publications) -> {
      List<WorkingTree.Switch> switches = real.publish(held, at, publications);
      early.addAll(real.settle(held, switches));
      return switches;
    };
    Planted.Settling settling = (real, held, switches) -> {
      List<WorkingTree.Settled> settled = List.copyOf(early);
      early.clear();
      return settled;
    };
    return Planted.with(parts, new Planted.Tree(parts.tree(), publishing, settling));
  }

  /** Takes whatever other processes have staged. */
  private static int reapAll(Disk disk) {
    try {
      int removed = 0;
      for (DirectoryEntry owner : disk.list(".cistern/staging")) {
        String directory = ".cistern/staging/" + owner.name();
        for (DirectoryEntry entry : disk.list(directory)) {
          if (!entry.name().endsWith(".lock")) {
            disk.unlink(directory + "/" + entry.name());
            removed++;
          }
        }
      }
      return removed;
    } catch (DiskException failed) {
      throw new AssertionError(failed);
    }
  }

  /** A hydrates; before each of its steps, as long as the lock is free, B looks at the mirror for the first time. */
  private static List<String> besideAnother(Supplier<Outfit> outfit) {
    SimDisk begun = new SimDisk(SimOptions.PLAIN, Outfit.usual().clock());
    SimMirror.create(begun);
    Ledger prepared = new Ledger();
    SimMirror.open(begun, "A").change(prepared, "/a", "");
    SimDisk whole = begun.copy();
    SimMirror.open(whole, "A", outfit.get()).change(prepared.copy(), "/a", "content");
    long locked = whole.trace().stream()
        .filter(step -> step.name().equals(".cistern/locks/mirror.lock"))
        .findFirst().map(SimStep::number).orElseThrow();
    List<String> wrong = new ArrayList<>();
    for (long step = 1; step <= locked; step++) {
      SimDisk disk = begun.copy();
      Ledger ledger = prepared.copy();
      disk.before(step, () -> SimMirror.open(disk, "B", outfit.get()).commits().catchUp());
      SimMirror a = SimMirror.open(disk, "A", outfit.get());
      try {
        a.change(ledger, "/a", "content");
      } catch (CisternException refused) {
        continue; // nothing was promised
      }
      wrong.addAll(Oracle.afterRecovery(disk, a.parts().reader(), ledger));
      SimMirror next = SimMirror.open(disk.copy(), "R");
      next.commits().catchUp();
    }
    return wrong;
  }

  /** A dies at each step after an exchange; a person puts the old bytes back; is it still their file after recovery? */
  private static List<Boolean> keepsWhatWasPutBack(Supplier<Outfit> outfit) {
    SimDisk begun = new SimDisk(SimOptions.PLAIN, Outfit.usual().clock());
    SimMirror.create(begun);
    Ledger ledger = new Ledger();
    SimMirror.open(begun, "A").change(ledger, "/a", "");
    SimMirror.open(begun, "A").change(ledger, "/a", "old");
    SimDisk whole = begun.copy();
    replacing(Outfit::usual).tell(whole, ledger.copy());
    long exchanged = whole.trace().stream()
        .filter(step -> step.what().equals("exchange"))
        .findFirst().map(SimStep::number).orElseThrow();
    List<Boolean> kept = new ArrayList<>();
    for (long step = exchanged + 1; step <= whole.steps(); step++) {
      SimDisk disk = begun.copy();
      disk.killAt(step);
      Crashes.endingEarly(() -> replacing(Outfit::usual).tell(disk, ledger.copy()));
      SimDisk left = disk.copy();
      left.person().save("a", "old");
      long theirs = inode(left);
      SimMirror.open(left, "R", outfit.get()).commits().catchUp();
      kept.add(inode(left) == theirs);
    }
    return kept;
  }

  private static long inode(SimDisk disk) {
    try {
      return disk.process("looking").look("a").orElseThrow().inode();
    } catch (DiskException failed) {
      throw new AssertionError(failed);
    }
  }

  private static MirrorParts byExistence(MirrorParts parts, Disk disk) {
    return exchangingIf(parts, disk, (staged, _) -> disk.look(staged.name()).isPresent());
  }

  private static MirrorParts byVisibleBytes(MirrorParts parts, Disk disk) {
    return exchangingIf(parts, disk, (staged, path) -> disk.look(staged.name()).isPresent()
        && !parts.tree().hash(path.path()).equals(Optional.of(staged.hash())));
  }

  @FunctionalInterface
  private interface Naive {
    boolean due(StagedContent staged, Publication publication) throws DiskException;
  }

  /** Where something is expected under the name, exchanges it if a simple rule says so. */
  private static MirrorParts exchangingIf(MirrorParts parts, Disk disk, Naive naive) {
    return Planted.with(parts, Planted.Tree.publishing(parts.tree(), (real, held, at, publications) -> {
      List<WorkingTree.Switch> switches = new ArrayList<>();
      for (int index = 0; index < publications.size(); index++) {
        Publication one = publications.get(index);
        if (one.target() instanceof Target.Bytes(StagedContent staged)) {
          exchange(disk, naive, one, staged);
          switches.add(new WorkingTree.Switch(at, index, one, WorkingTree.Switch.Result.SWITCHED));
        } else {
          switches.addAll(real.publish(held, at, List.of(one)));
        }
      }
      return switches;
    }));
  }

  private static void exchange(Disk disk, Naive naive, Publication one, StagedContent staged) {
    try {
      if (!(one.expected() instanceof Expected.Absent) && naive.due(staged, one)) {
        disk.exchange(staged.name(), one.path().relative());
      }
    } catch (DiskException failed) {
      throw new AssertionError(failed);
    }
  }
}
