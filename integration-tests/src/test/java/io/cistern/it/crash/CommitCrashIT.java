package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.fs.testing.SimOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommitCrashIT {
  private static final long SEED = 20261120;
  private static final int BOUND = Boolean.getBoolean("cistern.campaign") ? 512 : 6;

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void noStepOfACommitLosesOrTearsAnything(String name, Story prepare, Story story) {
    Crashes crashes = new Crashes(SimOptions.PLAIN, prepare, story, BOUND, SEED);

    crashes.run();

    System.out.println("CommitCrashIT " + name + ": " + crashes.cases() + " recoveries judged, seed " + SEED);
    assertThat(crashes.cases()).isGreaterThan(10);
  }

  @Test
  void noStepOfGivingContentBackLosesOrTearsAnythingWhereNamesCannotBeSwapped() {
    Crashes crashes = new Crashes(
        SimOptions.PLAIN.withoutExchange(), changes(Map.of("/d/a", Optional.of("old"))), changes(placeholder("/d/a")),
        BOUND, SEED);

    crashes.run();

    assertThat(crashes.cases()).isGreaterThan(10);
  }

  static List<Arguments> stories() {
    return List.of(
        story("a placeholder in a new directory", nothing(), changes(Map.of("/d/a", Optional.of("")))),
        story("hydrating", changes(placeholder("/a")), changes(Map.of("/a", Optional.of("content")))),
        story("adding", nothing(), changes(Map.of("/d/e/a", Optional.of("content")))),
        story("replacing", both(Map.of("/a", Optional.of("")), Map.of("/a", Optional.of("old"))),
            changes(Map.of("/a", Optional.of("new")))),
        story("the same bytes again", changes(Map.of("/a", Optional.of("same"))),
            changes(Map.of("/a", Optional.of("same")))),
        story("removing", changes(Map.of("/d/a", Optional.of("old"))), changes(Map.of("/d/a", Optional.empty()))),
        story("giving content back", changes(Map.of("/d/a", Optional.of("old"))), changes(placeholder("/d/a"))),
        story("giving content back and fetching it again", changes(Map.of("/a", Optional.of("old"))),
            both(placeholder("/a"), Map.of("/a", Optional.of("old")))),
        story("giving back much at once", changes(Map.of("/a", Optional.of("a"), "/d/b", Optional.of("b"))),
            (disk, ledger) -> SimMirror.open(disk, "A").changeTogether(
                ledger, List.of(placeholder("/a"), placeholder("/d/b")))),
        story("a group of two directories", changes(Map.of("/d/a", Optional.of("old"))),
            changes(Map.of("/d/a", Optional.of("new"), "/e/b", Optional.of("b"), "/c", Optional.of("")))),
        story("two changes of one path", nothing(),
            both(Map.of("/a", Optional.of("one")), Map.of("/a", Optional.of("two")))),
        story("removing and adding again", changes(Map.of("/a", Optional.of("one"))),
            both(Map.of("/a", Optional.empty()), Map.of("/a", Optional.of("two")))),
        story("changes that share their forces", changes(placeholder("/a")),
            (disk, ledger) -> SimMirror.open(disk, "A").changeTogether(ledger, List.of(
                Map.of("/a", Optional.of("1")), Map.of("/d/b", Optional.of("2")), Map.of("/d/c", Optional.of("3"))))),
        story("a fold of the log", changes(Map.of("/a", Optional.of("old"))), (disk, ledger) -> {
          SimMirror mirror = SimMirror.open(disk, "A", Outfit.usual().foldingAt(1));
          mirror.change(ledger, "/b", "b");
          mirror.change(ledger, "/c", "c");
        }));
  }

  private static Arguments story(String name, Story prepare, Story story) {
    return Arguments.of(name, prepare, story);
  }

  private static Story nothing() {
    return (disk, ledger) -> {};
  }

  private static Map<String, Optional<String>> placeholder(String path) {
    return Map.of(path, Optional.of(""));
  }

  private static Story changes(Map<String, Optional<String>> wanted) {
    return (disk, ledger) -> SimMirror.open(disk, "A").change(ledger, wanted);
  }

  private static Story both(Map<String, Optional<String>> first, Map<String, Optional<String>> second) {
    return (disk, ledger) -> {
      SimMirror mirror = SimMirror.open(disk, "A");
      mirror.change(ledger, first);
      mirror.change(ledger, second);
    };
  }
}
