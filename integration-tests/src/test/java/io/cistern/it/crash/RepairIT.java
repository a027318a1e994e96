package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.MirrorRepair.LostGroup;
import io.cistern.application.port.MirrorRepair.Plan;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.SystemError;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimStep;
import io.cistern.fs.testing.Survivors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a repair keeps, what it tells, and that it may be cut anywhere. */
class RepairIT {
  private static final long SEED = 20261126;
  private static final int BOUND = Boolean.getBoolean("cistern.campaign") ? 512 : 4;
  private static final String SEGMENT = ".cistern/log/0000000000000001.seg";
  private static final String POINTER = ".cistern/log/pointer";

  private SimDisk disk = new SimDisk(SimOptions.PLAIN, Outfit.usual().clock());
  private final Ledger ledger = new Ledger();

  /** {@code /a}, {@code /b} and {@code /c}, added in three changes. */
  @BeforeEach
  void threeChanges() {
    disk.spare(".holder");
    disk.spare(".lock");
    SimMirror.create(disk);
    SimMirror mirror = SimMirror.open(disk, "A");
    mirror.change(ledger, "/a", "one");
    mirror.change(ledger, "/b", "two");
    mirror.change(ledger, "/c", "three");
    mirror.commits().close();
    mirror.parts().staging().close();
    disk.kill("A");
  }

  @Test
  void aWholeMirrorIsLeftAlone() {
    SortedMap<String, String> before = disk.tree();

    assertThat(SimMirror.open(disk, "R").repair().repair(false)).isEmpty();

    SortedMap<String, String> after = disk.tree();
    before.keySet().removeIf(name -> name.endsWith(".holder"));
    after.keySet().removeIf(name -> name.endsWith(".holder"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void theLongestValidStateIsKeptAndWhatIsLostIsNamed() throws DiskException {
    flip(SEGMENT, placeOf("/b"));
    SortedMap<String, String> visible = Oracle.visible(disk);
    String damaged = disk.tree().get(SEGMENT);
    assertThat(openingFails()).isInstanceOf(Failure.MirrorDamaged.class);

    Plan planned = SimMirror.open(disk, "P").repair().repair(true).orElseThrow();
    assertThat(openingFails()).as("a dry run changes nothing").isInstanceOf(Failure.MirrorDamaged.class);
    Plan done = SimMirror.open(disk, "R").repair().repair(false).orElseThrow();

    assertThat(done).isEqualTo(planned);
    assertThat(done.kept()).isEqualTo(new Sequence(1));
    assertThat(done.lastSeen()).isEqualTo(new Sequence(3));
    assertThat(done.lost()).containsExactly(new LostGroup(new Sequence(3), List.of("/c")));
    assertThat(done.evidence()).hasSize(2).allSatisfy(name -> assertThat(disk.tree()).containsKey(name));
    assertThat(done.evidence()).anyMatch(name -> damaged.equals(disk.tree().get(name)));
    assertThat(Oracle.visible(disk)).as("no file is touched").isEqualTo(visible);
    assertThat(entries("R")).containsExactly("/a");
  }

  @Test
  void aPointerThatIsLostCostsNothing() throws DiskException {
    disk.process("vandal").unlink(POINTER);

    Plan done = SimMirror.open(disk, "R").repair().repair(false).orElseThrow();

    assertThat(done.lostGroups()).isZero();
    assertThat(entries("R")).containsExactly("/a", "/b", "/c");
  }

  @Test
  void aCheckpointThatIsLostIsNotMadeUp() throws DiskException {
    SimMirror.open(disk, "F", Outfit.usual().foldingAt(1)).change(ledger, "/d", "four");
    disk.kill("F");
    String checkpoint = disk.tree().keySet().stream().filter(name -> name.endsWith(".ckpt")).findFirst().orElseThrow();
    flip(checkpoint, 60);
    disk.process("vandal").unlink(".cistern/log/0000000000000001.seg"); // else the history has it all
    SortedMap<String, String> visible = Oracle.visible(disk);

    Plan done = SimMirror.open(disk, "R").repair().repair(false).orElseThrow();

    assertThat(done.kept()).isEqualTo(Sequence.NONE);
    assertThat(done.evidence()).anyMatch(name -> name.contains(".ckpt"));
    assertThat(entries("R")).isEmpty();
    assertThat(Oracle.visible(disk)).isEqualTo(visible);
  }

  @Test
  void whatWasStagedForALostChangeIsKept() throws DiskException {
    SimDisk before = disk;
    SimDisk whole = before.copy();
    SimMirror.open(whole, "D").change(ledger.copy(), "/d", "four");
    long appended = whole.trace().stream()
        .filter(step -> step.what().equals("link") || step.what().equals("exchange"))
        .findFirst().map(SimStep::number).orElseThrow();
    before.killAt(before.steps() + appended);
    Crashes.endingEarly(() -> SimMirror.open(before, "D").change(ledger, "/d", "four"));
    flip(SEGMENT, placeOf("/b"));

    assertThat(SimMirror.open(disk, "R").repair().repair(false)).isPresent();
    SimMirror.open(disk, "N").change(ledger, "/e", "five");

    assertThat(disk.tree().entrySet()).anyMatch(
        entry -> entry.getKey().startsWith(".cistern/quarantine/") && entry.getValue().equals("file 'four'"));
  }

  @Test
  void aRepairThatIsCutAnywhereIsRepeated() throws DiskException {
    flip(SEGMENT, placeOf("/b"));
    disk = forced(disk);
    String damaged = disk.tree().get(SEGMENT);
    SimDisk begun = disk;
    SimDisk whole = begun.copy();
    SimMirror.open(whole, "R").repair().repair(false);
    List<Long> steps = whole.trace().stream().filter(SimStep::changes).map(SimStep::number).toList();
    int cases = 0;
    for (long step : steps) {
      for (boolean power : List.of(false, true)) {
        SimDisk cut = begun.copy();
        if (power) {
          cut.powerCutAt(step);
        } else {
          cut.killAt(step);
        }
        Crashes.endingEarly(() -> SimMirror.open(cut, "R").repair().repair(false));
        List<SimDisk> left = new ArrayList<>();
        if (power) {
          cut.survivors(BOUND, SEED + step).choices().forEach(choice -> left.add(cut.afterPowerCut(choice)));
        } else {
          left.add(cut.copy());
        }
        for (SimDisk each : left) {
          isRepairedAgain(each, damaged, "cut before step " + step);
          cases++;
        }
      }
    }
    System.out.println("RepairIT: " + cases + " repairs after a repair that was cut, seed " + SEED);
    assertThat(cases).isGreaterThan(steps.size());
  }

  @Test
  void aRepairThatMeetsAnErrorAtAnyCallIsRepeated() throws DiskException {
    flip(SEGMENT, placeOf("/b"));
    String damaged = disk.tree().get(SEGMENT);
    SimDisk whole = disk.copy();
    SimMirror.open(whole, "R").repair().repair(false);
    for (long n = 1; n <= whole.steps(); n++) {
      long at = n;
      for (SystemError error : SystemError.values()) {
        SimDisk refusing = disk.copy();
        refusing.failWhen(step -> step.number() == at, error);
        try {
          SimMirror.open(refusing, "R").repair().repair(false);
        } catch (CisternException refused) {
          assertThat(refused.failure()).as(error + " at call " + n).isInstanceOfAny(
              Failure.LocalIo.class, Failure.LocalDiskFull.class, Failure.MirrorTainted.class);
        }
        refusing.failNoMore();
        refusing.kill("R");
        isRepairedAgain(refusing, damaged, error + " at call " + n);
      }
    }
    System.out.println("RepairIT: every error at each of " + whole.steps() + " calls");
  }

  private void isRepairedAgain(SimDisk left, String damaged, String where) {
    SimMirror again = SimMirror.open(left, "again");
    again.repair().repair(false);
    again.commits().catchUp();
    assertThat(again.repair().repair(false)).as(where).isEmpty();
    assertThat(names(again)).as(where).containsExactly("/a");
    assertThat(Oracle.visible(left)).as(where).containsOnlyKeys("/a", "/b", "/c");
    assertThat(left.tree().entrySet()).as(where).anyMatch(
        entry -> entry.getKey().startsWith(".cistern/quarantine/") && entry.getValue().equals(damaged));
  }

  /** As it comes back when everything was forced. */
  private static SimDisk forced(SimDisk disk) throws DiskException {
    disk.process("sync").syncAll();
    disk.cutPower();
    List<Survivors.Choice> choices = disk.survivors(1, SEED).choices();
    return disk.afterPowerCut(choices.getFirst());
  }

  private Failure openingFails() {
    try {
      SimMirror.open(disk, "O").commits().catchUp();
      throw new AssertionError("it opens");
    } catch (CisternException refused) {
      return refused.failure();
    }
  }

  private List<String> entries(String process) {
    SimMirror mirror = SimMirror.open(disk, process);
    mirror.commits().catchUp();
    return names(mirror);
  }

  private static List<String> names(SimMirror mirror) {
    List<String> names = new ArrayList<>();
    mirror.parts().reader().read().manifest().from("", "")
        .forEachRemaining((PathEntry entry) -> names.add(entry.name()));
    return names;
  }

  private void flip(String name, long place) throws DiskException {
    Disk vandal = disk.process("vandal");
    try (DiskFile file = vandal.openToWrite(name)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(place, one);
      file.write(place, ByteBuffer.wrap(new byte[]{(byte) (one.get(0) ^ 4)}));
    }
    disk.kill("vandal");
  }

  /** Where the log speaks of a path for the first time. */
  private long placeOf(String path) throws DiskException {
    try (DiskFile file = disk.process("vandal").openToRead(SEGMENT)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.facts().size());
      file.read(0, bytes);
      return new String(bytes.array(), StandardCharsets.ISO_8859_1).indexOf(path);
    }
  }
}
