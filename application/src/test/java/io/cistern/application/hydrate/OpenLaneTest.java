package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.NoticeBoard.Notices;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.Latches;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The permits of opens, and what others see of those that wait. */
class OpenLaneTest {
  private static final int PERMITS = 2;

  private final Bench bench = new Bench();

  @Test
  void opensOfManyCallersShareTheirPermits() throws InterruptedException {
    names(12);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch both = new CountDownLatch(PERMITS);
    bench.remote().beforeEach(request -> {
      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      both.countDown();
      Latches.await(both);
      underWay.decrementAndGet();
    });
    OpenFile opening = bench.openFile(new OpenSettings(PERMITS, Duration.ZERO));

    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      WorkspacePath path = path(i);
      callers.add(Thread.ofPlatform().start(() -> opening.open(List.of(path))));
    }
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(most).hasValue(PERMITS);
    assertThat(bench.remote().requests("file")).isEqualTo(12);
  }

  @Test
  void anOpenThatNeverGetsItsTurnSaysSoWithoutARequest() throws InterruptedException {
    names(2);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    bench.remote().beforeEach(request -> {
      asked.countDown();
      Latches.await(answer);
    });
    OpenFile opening = bench.openFile(new OpenSettings(1, Duration.ofMillis(1)));
    Thread first = Thread.ofPlatform().start(() -> opening.open(List.of(path(0))));
    asked.await();

    OpenedFile second = opening.open(List.of(path(1))).getFirst();

    assertThat(second.result()).isInstanceOfSatisfying(OpenedFile.Result.NotHere.class, result -> {
      assertThat(((Failure.Remote) result.reason()).code()).isEqualTo(RemoteCode.REMOTE_TIMEOUT);
      assertThat(result.retryable()).isTrue();
    });
    answer.countDown();
    first.join();
    assertThat(bench.remote().requests("file")).isEqualTo(1);
  }

  @Test
  void aPassThatHoldsAllItsPlacesTakesNoPermit() throws InterruptedException {
    names(40);
    CountDownLatch stuck = new CountDownLatch(Pace.DEFAULT_PARALLELISM);
    CountDownLatch answer = new CountDownLatch(1);
    bench.remote().beforeEach(request -> {
      if (!request.path().equals("/f39")) {
        stuck.countDown();
        Latches.await(answer);
      }
    });
    Thread pass = Thread.ofPlatform().start(() -> bench.hydrated(new Selection.Everything()));
    stuck.await();

    OpenedFile opened = bench.openFile(new OpenSettings(1, Duration.ZERO)).open(List.of(path(39))).getFirst();

    assertThat(opened.result()).isInstanceOf(OpenedFile.Result.Here.class);
    assertThat(pass.isAlive()).isTrue();
    answer.countDown();
    pass.join();
    assertThat(bench.remote().requests("file")).as("what was opened is not fetched again").isEqualTo(40);
  }

  @Test
  void othersSeeAnOpenWhileItWaitsAndNoneForAFileThatIsHere() {
    names(1);
    List<Notices> seen = new ArrayList<>();
    bench.remote().beforeEach(request -> seen.add(bench.another().mirror().lock().notices().read()));

    bench.openFile().open(List.of(path(0)));
    bench.openFile().open(List.of(path(0)));

    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().waiting()).isEqualTo(1);
    assertThat(seen.getFirst().oldest().orElseThrow().oldest().path()).isEqualTo("/f00");
    assertThat(bench.mirror().lock().notices().read()).isEqualTo(Notices.NONE);
  }

  private void names(int count) {
    IntStream.range(0, count).mapToObj("/f%02d"::formatted).forEach(name -> bench.remote().put(name, name));
    bench.cloned();
  }

  private static WorkspacePath path(int number) {
    return WorkspacePath.parse("/f%02d".formatted(number)).orElseThrow();
  }
}
