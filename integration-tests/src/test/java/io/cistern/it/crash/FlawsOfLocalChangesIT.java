package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.MirrorParts;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Settled;
import io.cistern.application.port.WorkingTree.Switch;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.Target;
import io.cistern.domain.trash.TrashRule;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.testing.Between;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimPerson;
import io.cistern.fs.testing.SimStep;
import io.cistern.fs.testing.Survivors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Flaws F6, F7, F13 and F18: with the cure taken out somebody loses something that they keep with it. */
class FlawsOfLocalChangesIT {
  private static final long SEED = 20261127;

  @Test
  void f6WithoutExchangeAFileSavedInBetweenKeepsItsName() {
    assertThat(savedAndLost(Outfit::usual)).isEmpty();
    assertThat(savedAndLost(() -> Outfit.usual().with(FlawsOfLocalChangesIT::linkingThenReplacing))).isNotEmpty();
  }

  @Test
  void f7WhatAProgramStillWritesToIsKeptWhenItIsDisplaced() {
    assertThat(writtenLate(Outfit::usual, mirror -> mirror.change(new Ledger(), "/a", "content"))).isTrue();
    assertThat(writtenLate(asking(Optional.of(false)), mirror -> mirror.change(new Ledger(), "/a", "content")))
        .isFalse();
  }

  @Test
  void f7TrashIsNotEmptiedOfWhatAProgramStillWritesTo() {
    Consumer<SimMirror> removing = mirror -> {
      LocalEdits edits = LocalEdits.of(mirror);
      edits.remove("/a");
      edits.tidy(new TrashRule(Duration.ZERO, 0));
    };
    assertThat(writtenLate(Outfit::usual, removing)).isTrue();
    assertThat(writtenLate(asking(Optional.of(false)), removing)).isFalse();
    assertThat(writtenLate(asking(Optional.empty()), mirror -> {
      mirror.change(new Ledger(), "/b", "b");
      LocalEdits.of(mirror).remove("/a");
      LocalEdits.of(mirror).remove("/b");
      LocalEdits.of(mirror).tidy(new TrashRule(Duration.ofDays(7), 0));
    })).as("where the system cannot tell, what is young stays").isTrue();
  }

  @Test
  void f13WhatAnUndoBroughtBackIsThereAfterAPowerCut() {
    assertThat(undoneAndGone(disk -> LocalEdits.of(SimMirror.open(disk, "B")).undo())).isEmpty();
    assertThat(undoneAndGone(disk -> renamedBack(disk))).isNotEmpty();
  }

  @Test
  void f18AMoveThatYieldsTellsTheTruthOfBothNames() {
    assertThat(movedOver(Outfit::usual)).containsExactly("/d/a HYDRATED");
    assertThat(movedOver(() -> Outfit.usual().with((parts, _) -> sayingPublished(parts))))
        .contains("/d/b ADDED");
  }

  @Test
  void f18AMoveReplacesNothing() {
    assertThat(savedAtTheTargetAndLost(Outfit::usual)).isEmpty();
    assertThat(savedAtTheTargetAndLost(() -> Outfit.usual().with(FlawsOfLocalChangesIT::renamingOver))).isNotEmpty();
  }

  @Test
  void f18AMoveWhoseProcessDiedBehindItsLinkLosesNoNameInItsRecovery() {
    assertThat(movedAndGone(Outfit::usual)).isEmpty();
    assertThat(movedAndGone(() -> Outfit.usual().onDisk(FlawsOfLocalChangesIT::forcingNoWay))).isNotEmpty();
  }

  /** The steps before which a person saved the file, and lost what they saved. */
  private static List<Long> savedAndLost(Supplier<Outfit> outfit) {
    SimDisk begun = begun(SimOptions.PLAIN.withoutExchange(), Map.of("/a", Optional.of("old")));
    SimDisk whole = begun.copy();
    SimMirror.open(whole, "A", outfit.get()).change(new Ledger(), "/a", "new");
    List<Long> lost = new ArrayList<>();
    for (long step = 1; step <= whole.steps(); step++) {
      SimDisk disk = begun.copy();
      disk.before(step, () -> disk.person().save("a", "mine"));
      SimMirror.open(disk, "A", outfit.get()).change(new Ledger(), "/a", "new");
      if (!Oracle.keeps(disk, "mine")) {
        lost.add(step);
      }
    }
    return lost;
  }

  /** Whether a person who opened the file before finds what they write after. */
  private static boolean writtenLate(Supplier<Outfit> outfit, Consumer<SimMirror> change) {
    SimDisk disk = begun(SimOptions.PLAIN, Map.of("/a", Optional.of("")));
    try (SimPerson.OpenFile open = disk.person().open("a")) {
      SimMirror mirror = SimMirror.open(disk, "A", outfit.get());
      change.accept(mirror);
      mirror.commits().close();
      open.write(0, "mine");
    }
    return Oracle.keeps(disk, "mine");
  }

  /** What is gone after a power cut, although an undo had brought it back. */
  private static List<String> undoneAndGone(Consumer<SimDisk> undo) {
    SimDisk disk = begun(SimOptions.PLAIN, Map.of("/a", Optional.of("old")));
    LocalEdits.of(SimMirror.open(disk, "A")).remove("/a");
    undo.accept(disk);
    assertThat(disk.person().text("a")).isEqualTo("old");
    disk.cutPower();
    List<String> gone = new ArrayList<>();
    for (Survivors.Choice choice : disk.survivors(64, SEED).choices()) {
      SimDisk left = disk.afterPowerCut(choice);
      SimMirror.open(left, "R").commits().catchUp();
      if (!left.person().exists("a")) {
        gone.add(disk.describe(choice));
      }
    }
    return gone;
  }

  /** Beside the commit path, as durably as can be. */
  private static void renamedBack(SimDisk disk) {
    Disk hands = disk.process("B");
    try {
      String trashed = hands.list(".cistern/trash").getFirst().name();
      hands.rename(".cistern/trash/" + trashed, "a");
      hands.forceDirectory("");
      hands.forceDirectory(".cistern/trash");
    } catch (DiskException failed) {
      throw new AssertionError(failed);
    }
  }

  /** What the manifest says after a move to a name that a person took when the move was decided already. */
  private static List<String> movedOver(Supplier<Outfit> outfit) {
    SimDisk begun = begun(SimOptions.PLAIN, Map.of("/d/a", Optional.of("old")));
    SimDisk whole = begun.copy();
    LocalEdits.of(SimMirror.open(whole, "A")).move("/d/a", "/d/b");
    long switched = whole.trace().stream()
        .filter(step -> step.what().equals("rename"))
        .mapToLong(step -> step.number()).max().orElseThrow();
    SimDisk disk = begun.copy();
    disk.before(switched, () -> disk.person().save("d/b", "mine"));
    SimMirror mirror = SimMirror.open(disk, "A", outfit.get());
    LocalEdits.of(mirror).move("/d/a", "/d/b");
    List<String> said = new ArrayList<>();
    Manifest manifest = mirror.parts().reader().read().manifest();
    manifest.from("", "").forEachRemaining(entry -> said.add(entry.name() + " " + entry.state()));
    return said;
  }

  /** The steps of a move before which a person saved a file under the new name, and lost it. */
  private static List<Long> savedAtTheTargetAndLost(Supplier<Outfit> outfit) {
    SimDisk begun = begun(SimOptions.PLAIN, Map.of("/d/a", Optional.of("old")));
    SimDisk whole = begun.copy();
    LocalEdits.of(SimMirror.open(whole, "A", outfit.get())).move("/d/a", "/d/b");
    List<Long> lost = new ArrayList<>();
    for (long step = 1; step <= whole.steps(); step++) {
      SimDisk disk = begun.copy();
      disk.before(step, () -> disk.person().save("d/b", "mine"));
      LocalEdits edits = LocalEdits.of(SimMirror.open(disk, "A", outfit.get()));
      try {
        edits.move("/d/a", "/d/b");
      } catch (CisternException taken) {
        // the name was taken before anything was decided
      }
      if (!Oracle.keeps(disk, "mine")) {
        lost.add(step);
      }
    }
    return lost;
  }

  /**
   * A move without exchange is killed behind its link, and its recovery is cut before each step: where the file has neither
   * name in the end.
   */
  private static List<String> movedAndGone(Supplier<Outfit> recovering) {
    SimDisk begun = begun(SimOptions.PLAIN.withoutExchange(), Map.of("/d/a", Optional.of("old")));
    SimDisk whole = begun.copy();
    LocalEdits.of(SimMirror.open(whole, "A")).move("/d/a", "/n/b");
    long linked = whole.trace().stream()
        .filter(step -> step.what().equals("link"))
        .mapToLong(SimStep::number).max().orElseThrow();
    SimDisk disk = begun.copy();
    disk.killAt(linked + 1);
    Crashes.endingEarly(() -> LocalEdits.of(SimMirror.open(disk, "A")).move("/d/a", "/n/b"));
    assertThat(disk.person().text("n/b")).isEqualTo(disk.person().text("d/a"));
    SimDisk recovered = disk.copy();
    SimMirror.open(recovered, "R", recovering.get()).commits().catchUp();
    List<String> gone = new ArrayList<>();
    for (long step : Crashes.changingSteps(recovered, "R", 0)) {
      SimDisk cut = disk.copy();
      cut.powerCutAt(step);
      Crashes.endingEarly(() -> SimMirror.open(cut, "R", recovering.get()).commits().catchUp());
      for (Survivors.Choice choice : cut.survivors(16, SEED).choices()) {
        SimDisk left = cut.afterPowerCut(choice);
        SimMirror.open(left, "S").commits().catchUp();
        if (!Oracle.visible(left).containsKey("/n/b")) {
          gone.add("before step " + step + ": " + cut.describe(choice));
        }
      }
    }
    return gone;
  }

  /** Forces no visible directory as long as nothing lies in trash. */
  private static Disk forcingNoWay(Disk disk) {
    return Between.callersAnd(Disk.class, disk, (method, arguments, call) -> {
      boolean way = method.equals("forceDirectory") && !String.valueOf(arguments[0]).startsWith(".cistern");
      return way && disk.list(".cistern/trash").isEmpty() ? Optional.empty() : call.go();
    });
  }

  private static SimDisk begun(SimOptions options, Map<String, Optional<String>> contents) {
    SimDisk disk = new SimDisk(options, Outfit.usual().clock());
    SimMirror.create(disk);
    SimMirror.open(disk, "first").change(new Ledger(), contents);
    disk.kill("first");
    return disk;
  }

  private static Supplier<Outfit> asking(Optional<Boolean> answer) {
    return () -> Outfit.usual().onDisk(disk -> Between.callersAnd(
        Disk.class, disk, (method, _, call) -> method.equals("openForWriting") ? answer : call.go()));
  }

  private static MirrorParts sayingPublished(MirrorParts parts) {
    return Planted.with(parts, Planted.Tree.settling(parts.tree(), (real, held, switches) -> {
      real.settle(held, switches);
      return switches.stream().map(_ -> (Settled) new Settled.Published(Optional.empty())).toList();
    }));
  }

  private static MirrorParts renamingOver(MirrorParts parts, Disk disk) {
    return publishing(parts, one -> switch (one.target()) {
      case Target.MovedFrom(var source, var _) -> attempt(() -> disk.replace(source.relative(), one.path().relative()));
      case Target.MovedTo _ -> true;
      case Target.Bytes _, Target.Dehydrated _,Target.Nothing _, Target.Placeholder _ -> false;
    });
  }

  private static MirrorParts linkingThenReplacing(MirrorParts parts, Disk disk) {
    return publishing(parts, one -> one.expected() instanceof Expected.Content
        && one.target() instanceof Target.Bytes(var staged)
        && parts.tree().hash(one.path()).equals(Optional.of(((Expected.Content) one.expected()).hash()))
        && attempt(() -> disk.link(one.path().relative(), ".cistern/trash/kept"))
        && attempt(() -> disk.replace(staged.name(), one.path().relative())));
  }

  private static MirrorParts publishing(MirrorParts parts, Function<Publication, Boolean> otherwise) {
    return Planted.with(parts, Planted.Tree.publishing(parts.tree(), (real, held, at, publications) -> {
      List<Switch> switches = new ArrayList<>();
      for (int index = 0; index < publications.size(); index++) {
        Publication one = publications.get(index);
        switches.addAll(otherwise.apply(one)
            ? List.of(new WorkingTree.Switch(at, index, one, Switch.Result.SWITCHED))
            : real.publish(held, at, List.of(one)));
      }
      return switches;
    }));
  }

  private interface Effect {
    void happen() throws DiskException;
  }

  private static boolean attempt(Effect effect) {
    try {
      effect.happen();
      return true;
    } catch (DiskException refused) {
      return false;
    }
  }
}
