package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.inspect.Verdict;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bootstrap that stands still ends, says why, and stays ended until somebody changes something. */
class StallsIT {
  private static final int CYCLES = BootstrapSettings.DEFAULT_STALL_CYCLES;
  private static final int TRIES = 4;

  private final Scene scene = new Scene(8);

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @Test
  void twentyCyclesWithoutMovementEndInAnErrorThatNamesPathCauseAndAttempts() {
    List<String> names = standAfterTheFirstPage();

    Failure failure = scene.program().fails(CloneRequest.PLAIN);

    assertThat(failure).isInstanceOf(Failure.BootstrapStalled.class);
    assertThat(failure.message()).contains(names.get(999), "20 tries", "answered 503");
    assertThat(scene.progress().stall()).hasValueSatisfying(stall -> {
      assertThat(stall.place()).isEqualTo(names.get(999));
      assertThat(stall.attempts()).isEqualTo(CYCLES);
    });
    assertThat(scene.asked("tree")).as("the first cycle moved").hasSize(1 + TRIES * (1 + CYCLES));
    assertThat(scene.progress().complete()).isFalse();
    assertThat(scene.manifest().watermark()).isEmpty();
  }

  @Test
  void cyclesThatStoodInEarlierProcessesCountAsWell() {
    standAfterTheFirstPage();
    Program first = scene.program();
    scene.broker().before(request -> {
      if (scene.progress().standing().cycles() == CYCLES - 2) {
        first.stop();
      }
    });
    assertThat(first.fails(CloneRequest.PLAIN)).isInstanceOf(Failure.Interrupted.class);
    scene.broker().before(request -> {});
    scene.broker().forgetRequests();

    assertThat(scene.program().fails(CloneRequest.PLAIN)).isInstanceOf(Failure.BootstrapStalled.class);

    assertThat(scene.asked("tree")).hasSize(2 * TRIES);
  }

  @Test
  void aLaterStartRepeatsTheErrorWithoutARequest() {
    standAfterTheFirstPage();
    Failure first = scene.program().fails(CloneRequest.PLAIN);
    scene.broker().chaos("");
    scene.broker().forgetRequests();

    assertThat(scene.program().fails(CloneRequest.PLAIN)).isEqualTo(first);
    assertThat(scene.program().fails(CloneRequest.PLAIN.withContent())).isEqualTo(first);

    assertThat(scene.broker().requests()).isEmpty();
    assertThat(scene.program().status().bootstrap().stall()).as("status tells it").isPresent();
    assertThat(scene.program().status().verdict()).isEqualTo(Verdict.STALLED);
  }

  @Test
  void aHigherLimitGoesOnWhereItStood() {
    standAfterTheFirstPage();
    scene.program().fails(CloneRequest.PLAIN);
    scene.broker().chaos("");
    scene.broker().forgetRequests();

    scene.with(BootstrapSettings.listing(0, 0, CYCLES + 1).reading(1)).program().clones();

    assertThat(scene.asked("tree")).as("the page it was at").hasSize(1);
    scene.isTheRemote();
  }

  @Test
  void aRetryGoesOnWhereItStoodAndMayStallAgain() {
    standAfterTheFirstPage();
    scene.program().fails(CloneRequest.PLAIN);
    scene.broker().forgetRequests();

    assertThat(scene.program().fails(CloneRequest.PLAIN.withRetry())).isInstanceOf(Failure.BootstrapStalled.class);
    assertThat(scene.asked("tree")).hasSize(TRIES * CYCLES);

    scene.broker().chaos("");
    scene.broker().forgetRequests();
    scene.program().clones(CloneRequest.PLAIN.withRetry());
    assertThat(scene.asked("tree")).hasSize(1);
    scene.isTheRemote();
  }

  @Test
  void whatIsKnownCanBeFetchedAndOpenedWhileItIsStalled() {
    List<String> names = standAfterTheFirstPage();
    scene.program().fails(CloneRequest.PLAIN);
    scene.broker().forgetRequests();

    assertThat(scene.program().opens(names.getFirst())).isEqualTo("content of " + names.getFirst());
    assertThat(scene.program().hydrates().hydrated()).isEqualTo(999);

    assertThat(scene.endpoints()).containsOnly("file").hasSize(1000);
    assertThat(scene.count(PathState.HYDRATED)).isEqualTo(1000);
  }

  @Test
  void cyclesThatWereKilledOrCancelledDoNotCount() {
    standAfterTheFirstPage();
    for (int i = 0; i < CYCLES + 5; i++) {
      Program cut = scene.program();
      boolean stopped = i % 2 == 0;
      AtomicInteger listings = new AtomicInteger();
      scene.broker().before(request -> {
        if (request.endpoint().equals("tree") && listings.incrementAndGet() == 2) {
          if (!stopped) {
            throw cut.killed();
          }
          cut.stop();
        }
      });
      if (stopped) {
        assertThat(cut.fails(CloneRequest.PLAIN)).isInstanceOf(Failure.Interrupted.class);
      } else {
        cut.dies(CloneRequest.PLAIN);
      }
    }
    scene.broker().before(request -> {});
    assertThat(scene.progress().standing().cycles()).isZero();
    scene.broker().chaos("");

    scene.program().clones();

    scene.isTheRemote();
  }

  @Test
  void movementStartsTheCountAnew() {
    List<String> names = scene.putFiles("/d%02d/f", 4);
    scene.with(BootstrapSettings.listing(1, 0, 3).reading(1));
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      rules.append("tree:path=/d0").append(i).append(",n=").append(3 * TRIES).append(",status=503;");
    }
    scene.broker().chaos(rules.toString());

    scene.program().clones();

    assertThat(scene.asked("tree")).hasSize(1 + 4 * (3 * TRIES + 1));
    scene.isTheRemote();
  }

  /** What happened during the walk is applied page by page, and each page is movement. */
  @Test
  void aReplayThatComesThroughInManyCyclesIsNoStandstill() {
    scene.with(BootstrapSettings.listing(0, 0, 3).reading(1)).putFiles("/f%03d", 10);
    AtomicInteger pages = new AtomicInteger();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree")) {
        scene.putFiles("/late%04d", 1200);
      }
      pages.set(request.forTip() ? 0 : pages.get() + 1);
      scene.broker().chaos(pages.get() > 1 ? "events:status=503" : "");
    });

    scene.program().clones();

    assertThat(scene.endpoints().stream().filter("events"::equals).count()).isGreaterThan(6 * (2 + TRIES));
    scene.isTheRemote();
  }

  @Test
  void tooManyDirectoriesEndInAnErrorThatLaterStartsRepeat() {
    scene.with(BootstrapSettings.listing(1, 5, 0).reading(1)).putFiles("/d%02d/f", 8);

    Failure failure = scene.program().fails(CloneRequest.PLAIN);

    assertThat(failure).isInstanceOf(Failure.BootstrapTooLarge.class);
    assertThat(failure.message()).contains("more than 5 directories");
    int before = scene.broker().requests().size();
    assertThat(scene.program().fails(CloneRequest.PLAIN)).isEqualTo(failure);
    assertThat(scene.broker().requests()).hasSize(before);
    assertThat(scene.program().fails(CloneRequest.PLAIN.withRetry())).isEqualTo(failure);
    assertThat(scene.broker().requests()).as("a retry looks whether the tree is smaller now").hasSize(before + 1);
  }

  @Test
  void aHigherLimitOfDirectoriesGoesOn() {
    scene.with(BootstrapSettings.listing(1, 5, 0).reading(1)).putFiles("/d%02d/f", 8);
    scene.program().fails(CloneRequest.PLAIN);
    scene.broker().forgetRequests();

    scene.with(BootstrapSettings.listing(1, 8, 0).reading(1)).program().clones();

    assertThat(scene.asked("tree")).as("the root is not listed again").hasSize(8).doesNotContain("/");
    scene.isTheRemote();
  }

  @Test
  void aTreeThatExpandsForEverIsLeftAtTheLimitWithWhatWasFound() {
    scene.with(BootstrapSettings.listing(2, 40, 0).reading(1)).putFiles("/a/f", 1);
    StringBuilder deepest = new StringBuilder("/a");
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree")) {
        scene.broker().put(deepest.append("/a/a/a") + "/f", "deeper and deeper");
      }
    });

    assertThat(scene.program().fails(CloneRequest.PLAIN)).isInstanceOf(Failure.BootstrapTooLarge.class);

    assertThat(scene.asked("tree")).hasSizeLessThanOrEqualTo(40);
  }

  private List<String> standAfterTheFirstPage() {
    List<String> names = scene.putFiles("/f%04d", 1200);
    scene.broker().chaos("tree:after=1,status=503");
    return names;
  }
}
