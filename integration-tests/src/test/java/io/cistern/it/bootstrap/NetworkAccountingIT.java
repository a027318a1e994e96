package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.CloneRequest;
import io.cistern.domain.manifest.PathState;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many requests a bootstrap makes (seventh point of acceptance). */
class NetworkAccountingIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int FILES = CAMPAIGN ? 2500 : 500;
  private static final int SEEDS = CAMPAIGN ? 20 : 4;
  private static final CloneRequest CONTENT = CloneRequest.PLAIN.withContent();

  /** The tip before the walk, the export that is refused, the tip before the replay. */
  private static final int CONSTANT = 3;

  private Scene scene = new Scene(7);

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @Test
  void aFaultlessBootstrapOfNamesMakesOneRequestPerPageAndTwoForTheFeed() {
    scene.putFiles("/f%05d", 2500);

    scene.program().clones();

    assertThat(scene.broker().requests()).hasSize(3 + 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void aFaultlessBootstrapMakesOneRequestPerPageAndOnePerFile(int parallelism) {
    List<String> names = scene.putFiles("/d%05d/f", FILES);
    scene.broker().put("/empty", "");
    scene.broker().chaos("export:status=404");
    scene.with(scene.settings().reading(parallelism));

    scene.program().clones(CONTENT);

    int rows = 2 * FILES + 1;
    int pages = (rows + 999) / 1000;
    assertThat(scene.asked("tree")).hasSize(pages);
    assertThat(scene.asked("file")).containsExactlyInAnyOrderElementsOf(names);
    assertThat(scene.broker().requests()).hasSize(pages + FILES + CONSTANT);
    scene.isTheRemoteWithContent();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aFifthOfAllRequestsRefusedCostsAtMostThreeTenthsMore(long seed) {
    System.out.println("NetworkAccountingIT: seed " + seed);
    scene = new Scene(seed);
    scene.putFiles("/d%05d/f", FILES);
    scene.broker().chaos("export:status=404;" + refusals(0.2));

    Program program = scene.program();
    program.clones(CONTENT);

    int pages = (2 * FILES + 999) / 1000;
    long most = (pages + FILES + CONSTANT) * 13L / 10;
    System.out.println("NetworkAccountingIT: " + scene.broker().requests().size() + " requests, at most " + most);
    assertThat(scene.broker().requests()).hasSizeLessThanOrEqualTo((int) most);
    assertThat(scene.count(PathState.PLACEHOLDER)).as("a read that ran out of tries was read once more").isZero();
    scene.isTheRemoteWithContent();
  }

  /** What these readers share is one client, which is told to wait in the middle of the others' requests. */
  @ParameterizedTest
  @MethodSource("seeds")
  void manyReadersAtOnceKeepToEveryRetryAfter(long seed) {
    System.out.println("NetworkAccountingIT: seed " + seed);
    scene = new Scene(seed);
    scene.with(scene.settings().reading(16)).putFiles("/d%05d/f", 200);
    scene.broker().chaos("export:status=404;" + refusals(0.2));

    Program program = scene.program();
    program.clones(CONTENT);
    program.hydrates();

    scene.isTheRemoteWithContent();
  }

  static List<Long> seeds() {
    return new SplittableRandom(20260101).longs(SEEDS).boxed().toList();
  }

  /**
   * Every request but the export meets each of these with its share of the probability: an account that is held for a
   * while, one that is not, a busy endpoint and a broken one.
   */
  private static String refusals(double all) {
    double left = all;
    StringBuilder rules = new StringBuilder();
    for (String kind : List.of(
        "status=429,code=rate_limited,retry-after=1", "status=429", "status=503,retry-after=2", "status=503")) {
      double share = all / 4 / (1 - (all - left));
      for (String endpoint : List.of("tree", "file", "events")) {
        rules.append(endpoint).append(":p=").append(String.format(Locale.ROOT, "%.4f", share)).append(',').append(kind)
            .append(';');
      }
      left -= all / 4;
    }
    return rules.toString();
  }
}
