package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.fs.testing.ProcessKilled;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The disk fills up before any operation of a compaction: the mirror stands on its old checkpoint or on the new one,
 * nothing is left of the other, and the command for which it was done goes on.
 */
class CompactionOnFullDiskIT {
  private static final long SEED = 20261127;

  @Test
  void theVerbEndsWithAFullDiskAndNothingIsLeftOfIt() {
    SimDisk begun = begun();
    SimDisk whole = begun.copy();
    SimMirror.open(whole, "A").compact();
    int refused = 0;
    for (long step = 1; step <= whole.steps(); step++) {
      SimDisk disk = begun.copy();
      disk.before(step, disk::fill);
      SimMirror mirror = SimMirror.open(disk, "A");

      Optional<Failure> failure = failure(mirror::compact);

      assertThat(failure.filter(one -> !(one instanceof Failure.LocalDiskFull))).as("full before " + step).isEmpty();
      assertThat(leftOvers(disk)).as("full before " + step).isEmpty();
      refused += failure.isPresent() ? 1 : 0;
      disk.leaveRoom();
      goesOn(disk, mirror, "full before step " + step);
    }
    assertThat(refused).as("steps that need room").isPositive();
  }

  @Test
  void theOneAtOnceLetsItsCommandGoOn() {
    SimDisk begun = begun();
    SimDisk whole = begun.copy();
    overdue(whole).change(ledger(), "/d/b", "new");
    int wentOn = 0;
    for (long step = 1; step <= whole.steps(); step++) {
      SimDisk disk = begun.copy();
      disk.before(step, disk::fill);
      SimMirror mirror = overdue(disk);
      Ledger ledger = ledger();

      Optional<Failure> failure = failure(() -> mirror.change(ledger, "/d/b", "new"));

      assertThat(failure.filter(one -> !(one instanceof Failure.LocalDiskFull))).as("full before " + step).isEmpty();
      boolean compacted = disk.tree().keySet().stream().anyMatch(name -> name.endsWith(".ckpt"));
      wentOn += failure.isEmpty() && !compacted ? 1 : 0;
      assertThat(leftOvers(disk)).as("full before " + step).isEmpty();
      assertThat(failure(() -> mirror.remove(ledger, "/a"))).as("full before " + step + ", a removal").isEmpty();
      disk.leaveRoom();
      assertThat(Oracle.afterRecovery(disk, mirror.parts().reader(), ledger)).as("full before " + step).isEmpty();
    }
    assertThat(wentOn).as("changes that are done while their compaction is not").isPositive();
  }

  @Test
  void whoeverComesAfterAKillOnAFullDiskFindsTheOldOneOrTheNew() {
    SimDisk begun = begun();
    SimDisk whole = begun.copy();
    SimMirror.open(whole, "A").compact();
    Random random = new Random(SEED);
    for (long step = 1; step < whole.steps(); step++) {
      SimDisk killed = begun.copy();
      long kill = step + 1 + random.nextLong(whole.steps() - step);
      killed.before(step, killed::fill);
      killed.killAt(kill);
      String where = "full before step " + step + ", killed before step " + kill + ", seed " + SEED;
      try {
        failure(SimMirror.open(killed, "A")::compact);
      } catch (ProcessKilled dead) {
        assertThat(dead).isNotNull();
      }
      SimDisk disk = killed.copy();
      disk.fill();
      SimMirror next = SimMirror.open(disk, "B");
      assertThat(next.parts().reader().read().manifest().counts().total()).as(where).isEqualTo(2);
      Optional<Failure> met = failure(next.commits()::catchUp);
      assertThat(met.filter(one -> !(one instanceof Failure.LocalDiskFull))).as(where).isEmpty();
      disk.leaveRoom();
      goesOn(disk, SimMirror.open(disk, "C"), where);
    }
  }

  /** The next try succeeds, and everything is as it was. */
  private static void goesOn(SimDisk disk, SimMirror mirror, String where) {
    assertThat(failure(mirror::compact)).as(where).isEmpty();
    assertThat(Oracle.afterRecovery(disk, mirror.parts().reader(), ledger())).as(where).isEmpty();
    assertThat(leftOvers(disk)).as(where).isEmpty();
    assertThat(disk.tree().keySet().stream().filter(name -> name.endsWith(".ckpt"))).as(where).hasSize(1);
  }

  private static List<String> leftOvers(SimDisk disk) {
    return disk.tree().keySet().stream()
        .filter(name -> name.startsWith(".cistern/log/"))
        .filter(name -> name.contains(".prepar") || name.endsWith(".tmp"))
        .toList();
  }

  private static SimMirror overdue(SimDisk disk) {
    return SimMirror.open(disk, "A", Outfit.usual().foldingAt(1));
  }

  private static SimDisk begun() {
    SimDisk disk = new SimDisk(SimOptions.PLAIN, Outfit.usual().clock());
    SimMirror.create(disk);
    tell(disk, new Ledger());
    disk.kill("P");
    return disk;
  }

  /** What has happened to the mirror before. */
  private static Ledger ledger() {
    Ledger ledger = new Ledger();
    SimDisk disk = new SimDisk(SimOptions.PLAIN, Outfit.usual().clock());
    SimMirror.create(disk);
    tell(disk, ledger);
    return ledger;
  }

  private static void tell(SimDisk disk, Ledger ledger) {
    SimMirror mirror = SimMirror.open(disk, "P");
    mirror.change(ledger, new TreeMap<>(Map.of("/a", Optional.of("one"), "/d/b", Optional.of("b"))));
    mirror.change(ledger, "/a", "content");
  }

  private static Optional<Failure> failure(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (CisternException failed) {
      return Optional.of(failed.failure());
    }
  }
}
