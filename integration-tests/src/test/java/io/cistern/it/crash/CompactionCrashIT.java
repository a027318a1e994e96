package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compacting, ended before each of its disk operations and of those of the recovery that picks up what it left: the
 * mirror stands on the old checkpoint or on the new one, whole, and nothing of the other is left.
 */
class CompactionCrashIT {
  private static final long SEED = 20261127;
  private static final int BOUND = Boolean.getBoolean("cistern.campaign") ? 256 : 2;

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void noStepOfACompactionLosesAnythingOrLeavesAnything(String name, Story story) {
    Crashes crashes = new Crashes(SimOptions.PLAIN, CompactionCrashIT::prepared, story, BOUND, SEED);

    crashes.run();

    System.out.println("CompactionCrashIT " + name + ": " + crashes.cases() + " recoveries judged, seed " + SEED);
    assertThat(crashes.cases()).isGreaterThan(10);
  }

  static List<Arguments> stories() {
    return List.of(
        story("the verb", (disk, ledger) -> {
          SimMirror mirror = SimMirror.open(disk, "A");
          mirror.compact();
          mirror.change(ledger, "/after", "after");
        }),
        story("twice, so that a checkpoint is replaced", (disk, ledger) -> {
          SimMirror mirror = SimMirror.open(disk, "A");
          mirror.compact();
          mirror.remove(ledger, "/d/b");
          mirror.compact();
        }),
        story("beside commits", (disk, ledger) -> {
          SimMirror mirror = SimMirror.open(disk, "A");
          mirror.compactBeside(
              () -> mirror.change(ledger, "/d/b", "changed"), () -> mirror.change(ledger, "/during", "during"));
          mirror.change(ledger, "/after", "after");
        }),
        story("beside another process, which compacts first", (disk, ledger) -> {
          SimMirror mirror = SimMirror.open(disk, "A");
          mirror.compactBeside(() -> {}, () -> mirror.change(ledger, "/during", "during"));
          SimMirror.open(disk, "A").compact();
        }),
        story("at once, because it is overdue", (disk, ledger) -> {
          SimMirror mirror = SimMirror.open(disk, "A", Outfit.usual().foldingAt(1));
          mirror.change(ledger, "/overdue", "overdue");
        }));
  }

  private static void prepared(SimDisk disk, Ledger ledger) {
    SimMirror mirror = SimMirror.open(disk, "A");
    mirror.change(ledger, new TreeMap<>(Map.of("/a", Optional.of(""), "/d/b", Optional.of("b"))));
    mirror.change(ledger, "/a", "content");
  }

  private static Arguments story(String name, Story story) {
    return Arguments.of(name, story);
  }
}
