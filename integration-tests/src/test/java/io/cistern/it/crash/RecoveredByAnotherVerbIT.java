package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.commit.Recovery;
import io.cistern.application.mutate.add.AddOutcome;
import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.mutate.add.AddRoot;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.MemorySource;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process dies between the commit and the retirement of a change, at the first step, the last one and one between, in
 * the campaign at each; the next verb, which is another one, finishes that change before its own, once.
 */
class RecoveredByAnotherVerbIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final Workspace WORKSPACE = new Workspace(
      new TreeMap<>(Map.of("/p", "text p", "/q", "text q", "/d/r", "text r")), 10, 2, 2);
  private static final Map<String, String> BEGINNING = Map.of("/p", "", "/q", "text q", "/d/r", "text r");

  private final Ticks clock = new Ticks();
  private SimDisk begun = new SimDisk(SimOptions.PLAIN, clock);

  /** What comes next, and what there is then, {@code a} of it having been added by the one who died. */
  @SuppressWarnings("ImmutableEnumChecker")
  enum AfterAnAdd {
    REMOVE(hands -> hands.remove("/a/n"), tree -> tree.remove("/a/n")),
    MOVE(hands -> hands.move("/a/n", "/e/m"), tree -> tree.put("/e/m", tree.remove("/a/n"))),
    UNDO(Hands::undo, tree -> tree.remove("/a/n")),
    HYDRATE(Hands::hydrate, tree -> tree.put("/p", "text p")),
    OPEN(hands -> hands.open("/p"), tree -> tree.put("/p", "text p")),
    ADD_AGAIN(hands -> hands.add("/a/n", "other"), tree -> tree.put("/a/n", "other")),
    VERIFY(Hands::verify, tree -> {});

    private final Consumer<Hands> verb;
    private final Consumer<SortedMap<String, String>> effect;

    AfterAnAdd(Consumer<Hands> verb, Consumer<SortedMap<String, String>> effect) {
      this.verb = verb;
      this.effect = effect;
    }
  }

  /** The same where the one who died had removed {@code /q}. */
  @SuppressWarnings("ImmutableEnumChecker")
  enum AfterARemoval {
    ADD(hands -> hands.add("/a/n", "text n"), tree -> tree.put("/a/n", "text n")),
    MOVE(hands -> hands.move("/d/r", "/q"), tree -> tree.put("/q", tree.remove("/d/r"))),
    UNDO(Hands::undo, tree -> tree.put("/q", "text q")),
    HYDRATE(Hands::hydrate, tree -> tree.put("/p", "text p")),
    VERIFY(Hands::verify, tree -> {});

    private final Consumer<Hands> verb;
    private final Consumer<SortedMap<String, String>> effect;

    AfterARemoval(Consumer<Hands> verb, Consumer<SortedMap<String, String>> effect) {
      this.verb = verb;
      this.effect = effect;
    }
  }

  @BeforeEach
  void begin() {
    SimMirror.create(begun);
    Hands hands = open(begun, "P");
    hands.mirror().pullNames();
    hands.open("/q");
    hands.open("/d/r");
    finish(begun, "P", hands);
    assertThat(Oracle.visible(begun)).isEqualTo(BEGINNING);
    begun = begun.copy();
  }

  @ParameterizedTest
  @EnumSource(AfterAnAdd.class)
  void anAddThatDiedAfterItsCommitIsFinishedBeforeTheNextVerb(AfterAnAdd next) {
    SortedMap<String, String> wanted = new TreeMap<>(BEGINNING);
    wanted.put("/a/n", "text n");
    next.effect.accept(wanted);
    for (SimDisk dead : deadAfterCommit(hands -> hands.add("/a/n", "text n"))) {
      recoveredBy(next.verb, dead, wanted);
      assertThat(wanted.containsValue("text n") || Oracle.keeps(dead, "text n")).as("kept somewhere").isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(AfterARemoval.class)
  void aRemovedFileIsNotBroughtBackByTheNextVerb(AfterARemoval next) {
    SortedMap<String, String> wanted = new TreeMap<>(BEGINNING);
    wanted.remove("/q");
    next.effect.accept(wanted);
    for (SimDisk dead : deadAfterCommit(hands -> hands.remove("/q"))) {
      recoveredBy(next.verb, dead, wanted);
      assertThat(Oracle.keeps(dead, "text q")).as("kept somewhere").isTrue();
    }
  }

  @Test
  void twoGroupsThatWaitAreFinishedOldestFirstAndOnce() {
    List<Map<String, Optional<String>>> both = List.of(
        Map.of("/z", Optional.of("first")), Map.of("/b", Optional.of("second")));
    List<SimDisk> deads = deadAfterCommit(hands -> hands.inside().changeTogether(new Ledger(), both)).stream()
        .filter(dead -> Oracle.visible(dead).equals(BEGINNING))
        .toList();
    assertThat(deads).isNotEmpty();
    for (SimDisk dead : deads) {
      long before = dead.steps();
      SimMirror next = SimMirror.open(dead, "R", Outfit.at(clock));

      next.commits().catchUp();
      next.commits().catchUp();

      assertThat(next.recoveries()).extracting(Recovery::rolledForward).containsExactly(2);
      assertThat(switched(dead, before)).containsExactly("z", "b");
      assertThat(Oracle.visible(dead)).containsEntry("/z", "first").containsEntry("/b", "second");
      next.commits().close();
      dead.kill("R");
      nobodyHasAnythingLeftToDo(dead, Oracle.visible(dead));
    }
  }

  @Test
  void whatALivingAddPreparesIsLeftAloneWhileOthersDieAndRecover() {
    SimDisk disk = begun.copy();
    MemorySource mine = new MemorySource(new ManualClock()).file("m.db", "text 1").file("m.db-wal", "text 2");
    List<Boolean> due = new ArrayList<>();
    mine.onOpen(name -> {
      if (name.equals("m.db-wal")) {
        diesAfterCommit(disk, "dying", hands -> adding(hands, "/their", "theirs"));
        due.add(isDue(disk));
        Hands recovering = open(disk, "recovering");
        recovering.inside().commits().catchUp();
        due.add(isDue(disk));
        finish(disk, "recovering", recovering);
      }
    });

    List<AddOutcome> outcomes = adding(open(disk, "living"), mine);

    assertThat(outcomes).hasSize(2).allMatch(AddOutcome.Added.class::isInstance);
    assertThat(due).as("recovery due").containsExactly(true, false);
    assertThat(Oracle.visible(disk)).containsEntry("/m.db", "text 1").containsEntry("/m.db-wal", "text 2")
        .containsEntry("/their", "theirs");
    disk.kill("living");
    nobodyHasAnythingLeftToDo(disk, Oracle.visible(disk));
  }

  @Test
  void readersSeeWhatIsCommittedBeforeDuringAndAfterARecoveryAndTakeNoLock() {
    List<SimDisk> deads = deadAfterCommit(hands -> adding(hands, "/a/n", "text n"));
    for (SimDisk dead : CAMPAIGN ? deads : deads.subList(0, 1)) {
      SimDisk whole = dead.copy();
      SimMirror.open(whole, "R", Outfit.at(clock)).commits().catchUp();
      for (long step = 1; step <= whole.steps(); step++) {
        SimDisk disk = dead.copy();
        List<Boolean> due = new ArrayList<>(List.of(reads(disk)));
        disk.before(disk.steps() + step, () -> due.add(reads(disk)));
        SimMirror.open(disk, "R", Outfit.at(clock)).commits().catchUp();
        due.add(reads(disk));
        assertThat(due).hasSize(3).startsWith(true).endsWith(false);
      }
    }
  }

  @Test
  void aFaultAfterTheCommitLeavesTheFileAdded() {
    List<SimStep> after = changes(hands -> adding(hands, "/a/n", "text n")).stream()
        .dropWhile(step -> !isDue(killedBefore(step, hands -> adding(hands, "/a/n", "text n"))))
        .dropWhile(step -> !step.forces())
        .skip(1)
        .toList();
    assertThat(after).as("steps after the record is forced").hasSizeGreaterThan(5);
    for (SimStep step : after) {
      SimDisk disk = begun.copy();
      disk.failAt(step.number(), Kind.OTHER);
      assertThat(adding(open(disk, "A"), "/a/n", "text n")).as("fails: " + step).hasSize(1)
          .allMatch(AddOutcome.Added.class::isInstance);
      disk.kill("A");
      Hands next = open(disk, "R");
      next.inside().commits().catchUp();
      finish(disk, "R", next);
      assertThat(Oracle.visible(disk)).as("fails: " + step).containsEntry("/a/n", "text n");
      nobodyHasAnythingLeftToDo(disk, Oracle.visible(disk));
    }
  }

  @Test
  void anUndoThatTheSystemRefusedIsRepeated() {
    SimDisk disk = begun.copy();
    Hands hands = open(disk, "A");
    hands.remove("/q");
    disk.failWhen(step -> step.changes() && (" " + step.name()).endsWith(" q"), Kind.NO_ACCESS);
    hands.undo();
    assertThat(Oracle.visible(disk)).as("refused").doesNotContainKey("/q");
    assertThat(Oracle.keeps(disk, "text q")).as("kept while it is refused").isTrue();
    disk.failNoMore();

    hands.undo();

    assertThat(Oracle.visible(disk)).isEqualTo(BEGINNING);
  }

  /** Does the next verb on what a dead process left: both are done, once, and whoever comes then has nothing to do. */
  private void recoveredBy(Consumer<Hands> verb, SimDisk dead, SortedMap<String, String> wanted) {
    Hands next = open(dead, "R");
    verb.accept(next);
    assertThat(next.mirror().status().recoveryDue()).isFalse();
    finish(dead, "R", next);
    nobodyHasAnythingLeftToDo(dead, wanted);
  }

  /** A third process finds the mirror as it is wanted, and in order. */
  private void nobodyHasAnythingLeftToDo(SimDisk disk, Map<String, String> wanted) {
    Hands third = open(disk, "N");
    third.inside().commits().catchUp();
    assertThat(Oracle.visible(disk)).isEqualTo(wanted);
    assertThat(third.inside().recoveries()).allMatch(Recovery::nothing);
    assertThat(third.mirror().verify(_ -> {}).needsAttention()).isFalse();
    assertThat(isDue(disk)).isFalse();
    finish(disk, "N", third);
    assertThat(disk.tree().keySet()).as("staging").noneMatch(name -> name.startsWith(".cistern/staging/"));
  }

  /** Whether a recovery is due, as a process sees that only reads. */
  private boolean reads(SimDisk disk) {
    long before = disk.steps();
    Hands hands = open(disk, "reader");
    MirrorReader.View view = hands.inside().parts().reader().read();
    assertThat(view.manifest().find("/a/n").map(PathEntry::state)).contains(PathState.ADDED);
    assertThat(view.manifest().counts().total()).isEqualTo(4);
    assertThat(hands.mirror().status().damage()).isEmpty();
    assertThat(Oracle.visible(disk).getOrDefault("/a/n", "text n")).isEqualTo("text n");
    assertThat(disk.trace().stream().skip(before).filter(step -> step.process().equals("reader")))
        .isNotEmpty()
        .noneMatch(SimStep::changes)
        .noneMatch(step -> step.name().equals(".cistern/locks/mirror.lock"));
    disk.kill("reader");
    return view.recoveryDue();
  }

  /** What processes leave that die between the commit of what they do and its retirement, at each step. */
  private List<SimDisk> deadAfterCommit(Consumer<Hands> work) {
    List<SimDisk> dead = changes(work).stream().map(step -> killedBefore(step, work)).filter(this::isDue).toList();
    assertThat(dead).as("steps between commit and retirement").isNotEmpty();
    int last = dead.size() - 1;
    return CAMPAIGN ? dead : List.of(dead.getFirst(), dead.get(last / 2), dead.get(last));
  }

  private List<SimStep> changes(Consumer<Hands> work) {
    SimDisk whole = begun.copy();
    work.accept(open(whole, "A"));
    return whole.trace().stream().filter(SimStep::changes).toList();
  }

  private SimDisk killedBefore(SimStep step, Consumer<Hands> work) {
    SimDisk disk = begun.copy();
    disk.killAt(step.number());
    Crashes.endingEarly(() -> work.accept(open(disk, "A")));
    disk.kill("A");
    return disk.copy();
  }

  /** A process beside others that dies as soon as what it does is committed. */
  private void diesAfterCommit(SimDisk disk, String process, Consumer<Hands> work) {
    disk.failWhen(
        step -> step.process().equals(process) && step.changes() && step.name().endsWith(" their"), Kind.OTHER);
    work.accept(open(disk, process));
    disk.failNoMore();
    disk.kill(process);
  }

  private boolean isDue(SimDisk disk) {
    boolean due = SimMirror.open(disk, "looks", Outfit.at(clock)).parts().reader().read().recoveryDue();
    disk.kill("looks");
    return due;
  }

  /** Visible names that were switched after a step, in order. */
  private static List<String> switched(SimDisk disk, long after) {
    return disk.trace().stream().skip(after)
        .filter(step -> step.changes() && step.name().contains(" "))
        .map(step -> step.name().substring(step.name().lastIndexOf(' ') + 1))
        .filter(name -> !name.startsWith(".cistern/"))
        .toList();
  }

  private static List<AddOutcome> adding(Hands hands, String path, String text) {
    return adding(hands, new MemorySource(new ManualClock()).file(path.substring(1), text));
  }

  private static List<AddOutcome> adding(Hands hands, MemorySource source) {
    List<AddOutcome> outcomes = new ArrayList<>();
    hands.mirror().add(
        AddRequest.of(List.of(new AddRoot(source, "", "", false))), new AddSettings(1),
        item -> outcomes.add(item.outcome()));
    return outcomes;
  }

  private Hands open(SimDisk disk, String process) {
    return Hands.open(disk, process, Outfit.at(clock), WORKSPACE.remote(), WORKSPACE);
  }

  /** Ends a process as it ends by itself. */
  private static void finish(SimDisk disk, String process, Hands hands) {
    hands.inside().commits().close();
    hands.mirror().close();
    hands.inside().parts().staging().close();
    disk.kill(process);
  }
}
