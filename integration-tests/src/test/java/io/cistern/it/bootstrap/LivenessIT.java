package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneRequest;
import io.cistern.domain.bootstrap.BootstrapTimes;
import io.cistern.http.virtual.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The idle watchdog ends a cycle in which nothing moves, and no other. */
class LivenessIT {
  private static final CloneRequest CONTENT = CloneRequest.PLAIN.withContent();
  private static final Duration IDLE = BootstrapTimes.DEFAULT_IDLE;

  private final Scene scene = new Scene(9);

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @Test
  void ninetySecondsOfSilenceEndTheCycle() {
    scene.putFiles("/f%02d", 5);
    scene.broker().chaos("tree:n=3,hang");
    Program program = scene.program();

    program.clones();

    Program.Told waiting = program.told().getFirst();
    assertThat(waiting.stage()).startsWith("waiting: ");
    assertThat(Duration.between(scene.start(), waiting.at())).isBetween(IDLE, IDLE.plusMillis(250));
    assertThat(scene.asked("tree")).hasSize(4);
    scene.isTheRemote();
  }

  @Test
  void aPageIsASignOfLife() {
    scene.with(BootstrapSettings.listing(1, 0, 0).reading(1)).putFiles("/d%02d/f", 10);
    scene.broker().chaos("tree:latency=25s");

    inOneCycleOf(CloneRequest.PLAIN, Duration.ofSeconds(10 * 25));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aFileIsASignOfLife(int parallelism) {
    scene.with(scene.settings().reading(parallelism)).putFiles("/f%02d", 20);
    scene.broker().chaos("export:status=404;file:latency=20s");

    inOneCycleOf(CONTENT, Duration.ofSeconds(100));
    assertThat(scene.asked("file")).doesNotHaveDuplicates();
  }

  @Test
  void aPieceOfAFileIsASignOfLife() {
    scene.broker().put("/large", "x".repeat(400_000));
    scene.broker().chaos("export:status=404;file:rate=2KiB/s");

    inOneCycleOf(CONTENT, Duration.ofSeconds(190));
    assertThat(scene.asked("file")).containsExactly("/large");
  }

  @Test
  void aPieceOfAListingIsASignOfLife() {
    scene.putFiles("/f%03d", 300);
    scene.broker().chaos("tree:rate=400B/s");

    inOneCycleOf(CloneRequest.PLAIN, Duration.ofSeconds(100));
    assertThat(scene.asked("tree")).hasSize(1);
  }

  @Test
  void waitingUntilTheBrokerMayBeAskedAgainIsAlive() {
    scene.putFiles("/f%02d", 5);
    scene.broker().chaos("export:status=404;file:n=3,status=429,retry-after=80");

    inOneCycleOf(CONTENT, Duration.ofSeconds(239));
  }

  @Test
  void aFileThatFallsSilentHoldsOneCycleUpAndNoOther() {
    List<String> names = scene.putFiles("/f%02d", 5);
    scene.broker().chaos("export:status=404;file:path=/f01,hang");
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(scene.passed()).isLessThan(IDLE.multipliedBy(2));
    assertThat(program.filled()).contains(names.getFirst());
    assertThat(scene.progress().complete()).isTrue();
    scene.isTheRemote();
  }

  @Test
  void aHardCapEndsACycleThatMovesAndTheNextGoesOn() {
    BootstrapTimes times = new BootstrapTimes(BootstrapTimes.DEFAULT_EXPORT, IDLE, Duration.ofSeconds(60));
    scene.with(BootstrapSettings.listing(1, 0, 0).reading(1).within(times)).putFiles("/d%02d/f", 10);
    scene.broker().chaos("tree:latency=25s");
    Program program = scene.program();

    program.clones();

    assertThat(program.tookOneCycle()).isFalse();
    assertThat(scene.broker().requests("tree")).filteredOn(request -> request.status() == 200).hasSize(11);
    scene.isTheRemote();
  }

  private void inOneCycleOf(CloneRequest request, Duration least) {
    Program program = scene.program();

    program.clones(request);

    assertThat(program.tookOneCycle()).as("in one cycle").isTrue();
    assertThat(scene.passed()).isGreaterThan(least);
    assertThat(scene.broker().requests()).extracting(Request::over).containsOnly(true);
    scene.isTheRemote();
  }
}
