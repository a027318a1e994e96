package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.segment.SegmentWriter;
import io.cistern.fs.testing.Between;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * F17: what a full disk may keep from happening, and what not. The variants reserve less than they say, each as if a cure
 * had been left out.
 */
class FullDiskIT {
  private static final long SEED = 20261126;
  private static final int FIRST_DEATHS = Boolean.getBoolean("cistern.campaign") ? Integer.MAX_VALUE : 3;
  private static final String[] ROOMS = MirrorLayout.ROOMS.toArray(String[]::new);
  private static final String LONG_NAME = ("/" + "n".repeat(240)).repeat(3);

  @Test
  void f17WhatIsCommittedIsRetiredHoweverFullTheDiskIsByThen() {
    assertThat(fillingUpBeforeEachStep(Outfit::usual)).isEmpty();
    assertThat(fillingUpBeforeEachStep(() -> reserving(_ -> 0))).isNotEmpty()
        .allMatch(wrong -> wrong.contains("MirrorTainted"));
  }

  @Test
  void f17ARemovalIsCommittedOnAFullDisk() {
    assertThat(removesOnAFullDisk(Outfit::usual)).isTrue();
    assertThat(removesOnAFullDisk(() -> reserving(length -> length - SegmentWriter.KEPT))).isFalse();
  }

  @Test
  void aFullDiskCanBeEmptiedWhateverADeadProcessLeft() {
    assertThat(removalsAfterADeathAtEachStep(_ -> {})).isEmpty();
    assertThat(removalsAfterADeathAtEachStep(FullDiskIT::withoutRoom)).isNotEmpty()
        .allMatch(wrong -> wrong.contains("LocalDiskFull"));
  }

  @Test
  void aFullDiskCanBeEmptiedAfterASecondDeathToo() {
    assertThat(removalsAfterTwoDeaths()).isEmpty();
  }

  /** As below, but the process that removes dies, too, and what it had not used by then of the room is taken by somebody. */
  private static List<String> removalsAfterTwoDeaths() {
    SimDisk begun = new SimDisk(SimOptions.PLAIN, Outfit.usual().clock());
    SimMirror.create(begun);
    Ledger prepared = new Ledger();
    SimMirror.open(begun, "P").change(prepared, "/a", "one");
    begun.kill("P");
    SimDisk whole = begun.copy();
    SimMirror.open(whole, "A").change(prepared.copy(), many("new"));
    List<String> wrong = new ArrayList<>();
    long cases = 0;
    List<Long> needing = Crashes.changingSteps(whole, "A", 0).stream()
        .filter(step -> needsRoom(diedOnAFullDisk(begun, prepared.copy(), step))).toList();
    for (long first : Crashes.sample(needing, FIRST_DEATHS, new Random(SEED))) {
      Ledger ledger = prepared.copy();
      SimDisk died = diedOnAFullDisk(begun, ledger, first);
      SimDisk removed = died.copy();
      removed.fill();
      SimMirror.open(removed, "B").remove(ledger.copy(), "/a");
      for (long second : Crashes.changingSteps(removed, "B", 0)) {
        SimDisk disk = died.copy();
        Ledger told = ledger.copy();
        disk.fill();
        disk.killAt(second);
        Crashes.endingEarly(() -> SimMirror.open(disk, "B").remove(told, "/a"));
        disk.fill();
        SimMirror next = SimMirror.open(disk, "C");
        String where = "killed before step " + first + ", and before step " + second + " of the removal: ";
        assertThat(next.parts().reader().read().manifest().counts().total()).as(where).isNotNegative();
        failure(() -> next.remove(told, "/a")).ifPresentOrElse(
            failed -> wrong.add(where + failed),
            () -> assertThat(Oracle.visible(disk)).as(where).doesNotContainKey("/a"));
        disk.leaveRoom();
        SimMirror last = SimMirror.open(disk, "R");
        last.commits().catchUp();
        assertThat(Oracle.afterRecovery(disk, last.parts().reader(), told)).as(where).isEmpty();
        assertThat(disk.tree()).as(where).containsKeys(ROOMS);
        cases++;
      }
    }
    System.out.println("FullDiskIT: " + cases + " removals after two deaths, " + wrong.size() + " wrong");
    return wrong;
  }

  private static SimDisk diedOnAFullDisk(SimDisk begun, Ledger ledger, long step) {
    SimDisk disk = begun.copy();
    disk.killAt(step);
    Crashes.endingEarly(() -> SimMirror.open(disk, "A").change(ledger, many("new")));
    disk.fill();
    return disk;
  }

  private static void withoutRoom(SimDisk disk) {
    Stream.of(ROOMS).forEach(disk.person()::delete);
    disk.fill();
  }

  private static boolean needsRoom(SimDisk disk) {
    withoutRoom(disk);
    return failure(() -> SimMirror.open(disk, "B").commits().catchUp()).isPresent();
  }

  /** A process dies before each step of a change that needs directories; the disk is full; somebody removes a file. */
  private static List<String> removalsAfterADeathAtEachStep(Consumer<SimDisk> before) {
    SimDisk begun = new SimDisk(SimOptions.PLAIN, Outfit.usual().clock());
    SimMirror.create(begun);
    Ledger prepared = new Ledger();
    SimMirror.open(begun, "P").change(prepared, "/a", "one");
    begun.kill("P");
    SimDisk whole = begun.copy();
    SimMirror.open(whole, "A").change(prepared.copy(), many("new"));
    List<String> wrong = new ArrayList<>();
    for (long step : Crashes.changingSteps(whole, "A", 0)) {
      Ledger ledger = prepared.copy();
      SimDisk disk = diedOnAFullDisk(begun, ledger, step);
      before.accept(disk);
      disk.fill();
      SimMirror next = SimMirror.open(disk, "B");
      String where = "killed before step " + step + ": ";
      failure(() -> next.remove(ledger, "/a")).ifPresentOrElse(
          failed -> wrong.add(where + failed),
          () -> assertThat(Oracle.visible(disk)).as(where).doesNotContainKey("/a"));
      disk.leaveRoom();
      SimMirror.open(disk, "R").commits().catchUp();
      assertThat(Oracle.afterRecovery(disk, next.parts().reader(), ledger)).as(where).isEmpty();
      assertThat(disk.tree()).as(where).containsKeys(ROOMS);
    }
    return wrong;
  }

  /** The disk fills up before each step of a change, once; it is never the end of more than that change. */
  private static List<String> fillingUpBeforeEachStep(Supplier<Outfit> outfit) {
    SimDisk begun = withNothingReserved();
    Ledger prepared = new Ledger();
    SimMirror.open(begun, "P", outfit.get()).change(prepared, many("old"));
    begun.kill("P");
    SimDisk whole = begun.copy();
    SimMirror.open(whole, "A", outfit.get()).change(prepared.copy(), many("new"));
    List<String> wrong = new ArrayList<>();
    for (long step = 1; step <= whole.steps(); step++) {
      SimDisk disk = begun.copy();
      Ledger ledger = prepared.copy();
      disk.before(step, disk::fill);
      SimMirror mirror = SimMirror.open(disk, "A", outfit.get());
      try {
        mirror.change(ledger, many("new"));
      } catch (CisternException refused) {
        if (!(refused.failure() instanceof Failure.LocalDiskFull)) {
          wrong.add("full before step " + step + ": " + refused.failure());
          continue;
        }
      }
      assertThat(mirror.parts().reader().read().manifest().counts().total()).isEqualTo(many("").size());
      disk.leaveRoom();
      SimMirror.open(disk, "R").commits().catchUp();
      wrong.addAll(Oracle.afterRecovery(disk, mirror.parts().reader(), ledger));
    }
    return wrong;
  }

  /** More than a block of records. */
  private static Map<String, Optional<String>> many(String text) {
    Map<String, Optional<String>> wanted = new TreeMap<>();
    for (int i = 0; i < 4; i++) {
      wanted.put(LONG_NAME + "/" + i, Optional.of(text));
    }
    return wanted;
  }

  /** Room that was reserved when the mirror was made would help a variant, too; a power cut takes it. */
  private static SimDisk withNothingReserved() {
    SimDisk disk = new SimDisk(SimOptions.PLAIN, Outfit.usual().clock());
    SimMirror.create(disk);
    disk.cutPower();
    return disk.afterPowerCut(disk.survivors(1, 0).choices().getFirst());
  }

  /** Fills the disk and the log; what takes room is refused then; is what gives it back? */
  private static boolean removesOnAFullDisk(Supplier<Outfit> outfit) {
    SimDisk disk = withNothingReserved();
    Ledger ledger = new Ledger();
    SimMirror mirror = SimMirror.open(disk, "A", outfit.get());
    mirror.change(ledger, "/a", "one");
    mirror.change(ledger, "/b", "two");
    disk.fill();
    untilFull(mirror, new Note("why ".repeat(1_000)));
    untilFull(mirror, new Note("why"));
    Optional<Failure> here = failure(() -> mirror.remove(ledger, "/a"));
    disk.kill("A");
    SimMirror next = SimMirror.open(disk, "B", outfit.get());
    Optional<Failure> there = failure(() -> next.remove(ledger, "/b"));
    assertThat(next.parts().reader().read().recoveryDue()).isFalse();
    return here.isEmpty() && there.isEmpty() && Oracle.visible(disk).isEmpty();
  }

  private static void untilFull(SimMirror mirror, Note note) {
    Optional<Failure> full = Optional.empty();
    for (int i = 0; i < 2_000 && full.isEmpty(); i++) {
      full = failure(() -> mirror.commits().commit(note));
    }
    assertThat(full).get().isInstanceOf(Failure.LocalDiskFull.class);
  }

  private static Optional<Failure> failure(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (CisternException failed) {
      return Optional.of(failed.failure());
    }
  }

  /** Segments get other room than is asked for. */
  private static Outfit reserving(LongUnaryOperator instead) {
    return Outfit.usual().onDisk(disk -> Between.callersAnd(Disk.class, disk, (_, arguments, real) -> {
      Object result = real.go();
      boolean segment = result instanceof DiskFile && String.valueOf(arguments[0]).contains(".seg");
      return segment ? reserving((DiskFile) result, instead) : result;
    }));
  }

  private static DiskFile reserving(DiskFile file, LongUnaryOperator instead) {
    return Between.callersAnd(DiskFile.class, file, (method, arguments, real) -> {
      if (method.equals("reserve")) {
        arguments[0] = Math.max(0, instead.applyAsLong((Long) arguments[0]));
      }
      return real.go();
    });
  }

  /** Something that takes room in the log and nowhere else. */
  private record Note(String why) implements Change {
    @Override
    public Set<String> names() {
      return Set.of("/noted");
    }

    @Override
    public Optional<RecordGroup> decide(Manifest manifest) {
      PathEntry entry = new PathEntry(
          "/noted", PathState.QUARANTINED, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(),
          Optional.of(why));
      return Optional.of(RecordGroup.of(new LogRecord.Noted(entry, Origin.VERIFY)));
    }
  }
}
