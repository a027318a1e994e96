package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.fs.testing.SimOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Removals, moves and their undoing, ended before every disk operation, on a disk that exchanges names and one that does not. */
class LocalChangeCrashIT {
  private static final long SEED = 20261126;
  private static final int BOUND = Boolean.getBoolean("cistern.campaign") ? 1024 : 2;
  private static final Optional<String> NOTHING = Optional.empty();

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("all")
  void noStepOfAChangeMadeHereLosesOrTearsAnything(String name, String kind, SimOptions options, Story before,
      Story it) {
    Crashes crashes = new Crashes(options, before, it, BOUND, SEED);

    crashes.run();

    System.out.println(
        "LocalChangeCrashIT " + name + " " + kind + ": " + crashes.cases() + " recoveries judged, seed " + SEED);
    assertThat(crashes.cases()).isGreaterThan(10);
  }

  static Stream<Arguments> all() {
    return stories().stream().flatMap(story -> Stream.of(
        story.under("exchanging", SimOptions.PLAIN),
        story.under("without exchange", SimOptions.PLAIN.withoutExchange())));
  }

  private record Named(String name, Story before, Story it) {
    Arguments under(String kind, SimOptions options) {
      return Arguments.of(name, kind, options, before, it);
    }
  }

  private static List<Named> stories() {
    Map<String, Optional<String>> one = Map.of("/d/a", Optional.of("old"));
    Map<String, Optional<String>> directory =
        Map.of("/d/a", Optional.of("old"), "/d/e/b", Optional.of("b"), "/d/p", Optional.of(""));
    Map<String, Optional<String>> gone = Map.of("/d/a", NOTHING, "/d/e/b", NOTHING, "/d/p", NOTHING);
    Story removing = LocalEdits.asking(Map.of("/d/a", NOTHING), edits -> edits.remove("/d/a"));
    Story moving =
        LocalEdits.asking(Map.of("/d/a", NOTHING, "/n/b", Optional.of("old")), edits -> edits.move("/d/a", "/n/b"));
    Map<String, Optional<String>> two = Map.of("/d/a", Optional.of("old"), "/d/e/b", Optional.of("b"));
    return List.of(
        new Named("rm of a file", having(one), removing),
        new Named("rm of a directory", having(directory), LocalEdits.asking(gone, edits -> edits.remove("/d"))),
        new Named("mv of a file", having(one), moving),
        new Named("mv of a directory", having(two), LocalEdits.asking(
            Map.of("/d/a", NOTHING, "/d/e/b", NOTHING, "/n/a", Optional.of("old"), "/n/e/b", Optional.of("b")),
            edits -> edits.move("/d", "/n"))),
        new Named("undo of an rm", then(having(directory), LocalEdits.asking(gone, edits -> edits.remove("/d"))),
            LocalEdits.asking(directory, LocalEdits::undo)),
        new Named("undo of an mv", then(having(one), moving),
            LocalEdits.asking(Map.of("/d/a", Optional.of("old"), "/n/b", NOTHING), LocalEdits::undo)),
        new Named("undo of an undo", then(then(having(one), removing), LocalEdits.asking(one, LocalEdits::undo)),
            LocalEdits.asking(Map.of("/d/a", NOTHING), LocalEdits::undo)));
  }

  private static Story having(Map<String, Optional<String>> contents) {
    return (disk, ledger) -> SimMirror.open(disk, "A").change(ledger, contents);
  }

  private static Story then(Story first, Story second) {
    return (disk, ledger) -> {
      first.tell(disk, ledger);
      disk.kill("A");
      second.tell(disk, ledger);
    };
  }
}
