package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.CloneRequest;
import io.cistern.application.testing.Latches;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.http.virtual.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One page with 140 files whose reads hang after the 32nd (fourth point of acceptance). */
class InterruptedReadsIT {
  private static final CloneRequest CONTENT = CloneRequest.PLAIN.withContent();
  private static final int ANSWERED = 32;

  private final Scene scene = new Scene(4);
  private List<String> names = List.of();

  @BeforeEach
  void aPageOfHangingReads() {
    names = scene.putFiles("/f%03d", 140);
    scene.broker().chaos("export:status=404;file:after=" + ANSWERED + ",hang");
  }

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void anInterruptionKeepsWhatWasReadAndLeavesNoRequestRunning(int parallelism) {
    Program interrupted = interruptedWhenTheReadsHang(parallelism);

    assertThat(interrupted.fails(CONTENT)).isInstanceOf(Failure.Interrupted.class);

    assertThat(scene.broker().running()).isEmpty();
    assertThat(scene.count(PathState.HYDRATED)).isEqualTo(ANSWERED);
    assertThat(scene.asked("tree")).hasSize(1);
    assertThat(scene.asked("file")).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(ANSWERED + parallelism);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void theRestartReadsWhatWasReadNeverAgain(int parallelism) {
    Program interrupted = interruptedWhenTheReadsHang(parallelism);
    interrupted.fails(CONTENT);
    Set<String> kept = new HashSet<>(interrupted.filled());
    List<Request> cutOff =
        scene.broker().requests("file").stream().filter(request -> !kept.contains(request.path())).toList();
    scene.broker().chaos("");
    scene.broker().before(request -> {});

    Program restarted = scene.program();
    restarted.clones(CONTENT);
    restarted.hydrates();

    scene.isTheRemoteWithContent();
    assertThat(scene.asked("file")).filteredOn("/f000"::equals).as("the first file, overall").hasSize(1);
    assertThat(scene.asked("file")).containsAll(names).hasSize(names.size() + cutOff.size());
    assertThat(cutOff).as("reads in flight").hasSizeLessThanOrEqualTo(parallelism);
    assertThat(scene.asked("tree")).as("the page is not fetched again").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void withoutAnInterruptionTheCycleEndsByItsWatchdogAndTheNextOneCompletesTheNames(int parallelism) {
    Program program = programReading(parallelism);
    holdBackUntilTheAnsweredAreKept(program, () -> {});

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isFalse();
    assertThat(scene.progress().complete()).isTrue();
    assertThat(scene.count(PathState.HYDRATED)).isEqualTo(ANSWERED);
    scene.broker().chaos("");
    program.hydrates();
    scene.isTheRemoteWithContent();
  }

  private Program interruptedWhenTheReadsHang(int parallelism) {
    Program program = programReading(parallelism);
    holdBackUntilTheAnsweredAreKept(program, program::stop);
    return program;
  }

  private Program programReading(int parallelism) {
    scene.with(scene.settings().reading(parallelism));
    return scene.program();
  }

  /** Threads share the clock: whoever hangs would let the time of the others pass, too. */
  private void holdBackUntilTheAnsweredAreKept(Program program, Runnable then) {
    CountDownLatch kept = new CountDownLatch(1);
    AtomicInteger reads = new AtomicInteger();
    program.onFilled(name -> {
      if (program.filled().size() == ANSWERED) {
        then.run();
        kept.countDown();
      }
    });
    scene.broker().before(request -> {
      if (request.endpoint().equals("file") && reads.incrementAndGet() > ANSWERED) {
        Latches.await(kept);
      }
    });
  }
}
