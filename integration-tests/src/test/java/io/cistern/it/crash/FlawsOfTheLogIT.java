package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.fs.testing.FramesTrustingOrder;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Flaws F3, F8 and F19 of docs/commit-path.md on a whole mirror: the same story with the product's log and with one that
 * has lost the cure. What they look like in the log alone is shown in {@code LogFlawsTest}.
 */
class FlawsOfTheLogIT {
  private static final long SEED = 20261124;
  private static final int BOUND = 12;
  private static final Map<String, Optional<String>> NOTHING = Map.of("/a", Optional.empty());
  private static final Map<String, Optional<String>> ONE = Map.of("/a", Optional.of("one"));
  private static final Map<String, Optional<String>> OTHER = Map.of("/b", Optional.of(""));

  @Test
  void f3AnOrdinaryPowerCutIsNoDamage() {
    crashes(changing(Outfit::usual, ONE, OTHER)).run();
    assertThatThrownBy(() -> crashes(changing(FlawsOfTheLogIT::onFramesTrustingOrder, ONE, OTHER)).withoutKills().run())
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("power cut before step", "does not read back", "although it was forced");
  }

  @Test
  void f8ARemovedFileStaysRemoved() {
    crashes(changing(Outfit::usual, ONE, NOTHING)).run();
    assertThatThrownBy(() -> crashes(changing(FlawsOfTheLogIT::withTwoRecordsInFlight, ONE, NOTHING)).run())
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("before step", "G9: /a is on disk and unknown to the manifest");
  }

  @Test
  void f19AnotherSegmentIsNoticedAlthoughTheOneInHandIsAsLongAsBefore() {
    assertThat(goingOnAfterARewrite(Outfit::usual)).isEmpty();
    assertThat(goingOnAfterARewrite(FlawsOfTheLogIT::judgingByLength)).isNotEmpty()
        .allMatch(wrong -> wrong.contains("G9: /c is on disk and unknown to the manifest"));
  }

  @Test
  void f19AnotherPointerIsNoticedAlthoughTheSegmentInHandIsAsLongAsBefore() {
    assertThat(goingOnAfterAFold(Outfit.usual())).isEmpty();
    assertThat(goingOnAfterAFold(judgingByLength())).isNotEmpty()
        .allMatch(wrong -> wrong.contains("G9: /c is on disk and unknown to the manifest"));
  }

  private static Story changing(
      Supplier<Outfit> outfit, Map<String, Optional<String>> first, Map<String, Optional<String>> second) {
    return (disk, ledger) -> {
      SimMirror mirror = SimMirror.open(disk, "A", outfit.get());
      mirror.change(ledger, first);
      mirror.change(ledger, second);
    };
  }

  private static Crashes crashes(Story story) {
    return new Crashes(SimOptions.PLAIN, (disk, ledger) -> {}, story, BOUND, SEED);
  }

  private static Outfit onFramesTrustingOrder() {
    return Outfit.usual().onDisk(FramesTrustingOrder::on);
  }

  private static Outfit withTwoRecordsInFlight() {
    return Outfit.usual().with(PlantedLog::withTwoRecordsInFlight);
  }

  private static Outfit judgingByLength() {
    return Outfit.usual().with(PlantedLog::judgingByLength);
  }

  /**
   * A has the mirror open. Another process takes the lock and dies at each of its steps, so that B cannot vouch for the
   * end of the log and may write it anew to another segment. Then A goes on.
   */
  private static List<String> goingOnAfterARewrite(Supplier<Outfit> outfit) {
    List<String> wrong = new ArrayList<>();
    long steps = stepsOfCatchingUp();
    for (long step = 1; step <= steps; step++) {
      SimDisk disk = begun();
      Ledger ledger = new Ledger();
      SimMirror a = SimMirror.open(disk, "A", outfit.get());
      a.change(ledger, "/a", "a");
      disk.killAt(disk.steps() + step);
      Crashes.endingEarly(() -> SimMirror.open(disk, "dying").commits().catchUp());
      SimMirror.open(disk, "B").change(ledger, "/b", "b");
      a.change(ledger, "/c", "c");
      wrong.addAll(recovered(disk, ledger));
    }
    return wrong;
  }

  private static long stepsOfCatchingUp() {
    SimDisk disk = begun();
    SimMirror.open(disk, "A").change(new Ledger(), "/a", "a");
    long before = disk.steps();
    SimMirror.open(disk, "dying").commits().catchUp();
    return disk.steps() - before;
  }

  /** A has the mirror open. B, with nothing to do but to fold the log, switches to what it folded. Then A goes on. */
  private static List<String> goingOnAfterAFold(Outfit outfit) {
    SimDisk disk = begun();
    Ledger ledger = new Ledger();
    SimMirror a = SimMirror.open(disk, "A", outfit);
    a.change(ledger, "/a", "a");
    SimMirror b = SimMirror.open(disk, "B", Outfit.usual().foldingAt(1));
    b.remove(ledger, "/none");
    b.change(ledger, "/b", "b");
    a.change(ledger, "/c", "c");
    return recovered(disk, ledger);
  }

  private static SimDisk begun() {
    SimDisk disk = new SimDisk(SimOptions.PLAIN, Outfit.usual().clock());
    SimMirror.create(disk);
    return disk;
  }

  private static List<String> recovered(SimDisk disk, Ledger ledger) {
    SimMirror next = SimMirror.open(disk, "R");
    next.commits().catchUp();
    return Oracle.afterRecovery(disk, next.parts().reader(), ledger);
  }
}
