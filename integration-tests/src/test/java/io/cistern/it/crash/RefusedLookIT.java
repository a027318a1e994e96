package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The system may refuse the look behind a switch that was done. A switch that happened is never taken for one that was
 * refused: what it displaced is in trash, and it can be taken back.
 */
class RefusedLookIT {
  private static final Workspace WORKSPACE = new Workspace(new TreeMap<>(Map.of("/q", "old")), 2, 2, 2);

  private final Ticks clock = new Ticks();
  private SimDisk disk = new SimDisk(SimOptions.PLAIN, clock);

  @Test
  void aRemovalWhoseTrashMayNotBeReadCanBeTakenBack() {
    Hands hands = hydrated();

    disk.failWhen(step -> step.what().equals("open") && step.name().startsWith(".cistern/trash/"), Kind.NO_ACCESS);
    hands.remove("/q");
    disk.failNoMore();

    assertThat(Oracle.visible(disk)).isEmpty();
    hands.undo();
    assertThat(Oracle.visible(disk)).isEqualTo(Map.of("/q", "old"));
  }

  @Test
  void aReplacementWhoseNameMayNotBeLookedAtKeepsWhatItDisplaced() {
    Hands hands = hydrated();

    disk.failWhen(step -> step.what().equals("look") && step.name().equals("q") && exchanged(), Kind.NO_ACCESS);
    hands.add("/q", "new");
    disk.failNoMore();

    assertThat(Oracle.visible(disk)).isEqualTo(Map.of("/q", "new"));
    hands.undo();
    assertThat(Oracle.visible(disk)).isEqualTo(Map.of("/q", "old"));
  }

  @Test
  void aMoveWhoseNewNameMayNotBeLookedAtCanBeTakenBack() {
    Hands hands = hydrated();

    disk.failWhen(step -> step.what().equals("look") && step.name().equals("m") && moved(), Kind.NO_ACCESS);
    hands.move("/q", "/m");
    disk.failNoMore();

    assertThat(Oracle.visible(disk)).isEqualTo(Map.of("/m", "old"));
    hands.undo();
    assertThat(Oracle.visible(disk)).isEqualTo(Map.of("/q", "old"));
  }

  @Test
  void aMoveWhoseOldNameMayNotBeTakenAwayTellsOfBoth() {
    disk = new SimDisk(SimOptions.PLAIN.withoutExchange(), clock);
    Hands hands = hydrated();

    disk.failWhen(step -> step.what().equals("rename") && step.name().startsWith("q ->"), Kind.NO_ACCESS);
    hands.move("/q", "/m");
    disk.failNoMore();

    assertThat(Oracle.visible(disk)).isEqualTo(Map.of("/q", "old", "/m", "old"));
    assertThat(hands.inside().parts().manifest().find("/q")).isPresent();
    assertThat(hands.inside().parts().manifest().find("/m")).isPresent();
    hands.remove("/q");
    assertThat(Oracle.visible(disk)).isEqualTo(Map.of("/m", "old"));
  }

  private boolean exchanged() {
    return disk.trace().stream().anyMatch(step -> step.what().equals("exchange") && step.process().equals("A"));
  }

  private boolean moved() {
    return !disk.tree().containsKey("q");
  }

  private Hands hydrated() {
    SimMirror.create(disk);
    Hands first = Hands.open(disk, "P", Outfit.at(clock), WORKSPACE.remote(), WORKSPACE);
    first.mirror().pullNames();
    first.hydrate();
    disk.kill("P");
    return Hands.open(disk, "A", Outfit.at(clock), WORKSPACE.remote(), WORKSPACE);
  }
}
