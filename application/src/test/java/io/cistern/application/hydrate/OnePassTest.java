package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.NoticeBoard.Notices;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.Latches;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** One pass per mirror, and what becomes of a wish for another while it runs. */
class OnePassTest {
  private static final HydrateRequest BACKGROUND =
      HydrateRequest.background(new Selection.Eager(), Deadline.NEVER);

  private final Bench bench = new Bench();

  @Test
  void whoAsksWhileOneRunsIsDoneAtOnceAndOneMoreFollows() {
    bench.remote().put("/README.md", "a");
    bench.cloned();
    List<HydrateReport> asked = new ArrayList<>();
    bench.remote().beforeEach(request -> {
      if (request.endpoint().equals("file") && asked.isEmpty()) {
        bench.remote().put("/late/README.md", "came while the pass ran");
        bench.another().cloned();
        asked.add(bench.another().hydrated(BACKGROUND));
        asked.add(bench.another().hydrated(BACKGROUND));
      }
    });

    HydrateReport report = bench.hydrated(BACKGROUND);

    assertThat(asked).hasSize(2).allSatisfy(each -> {
      assertThat(each.asked()).isPresent();
      assertThat(each.candidates()).isZero();
    });
    assertThat(report.hydrated()).as("what appeared meanwhile comes with the one that follows").isEqualTo(2);
    assertThat(bench.mirror().visible("/late/README.md")).contains("came while the pass ran");
    assertThat(bench.remote().requests("file")).isEqualTo(2);
    assertThat(bench.mirror().lock().notices().passIsWanted()).isFalse();
  }

  @Test
  void aPassThatNobodyAskedForAgainRunsOnce() {
    bench.remote().put("/README.md", "a");
    bench.cloned();
    bench.remote().faults().refuse("/README.md", Failure.RemoteCode.FORBIDDEN);

    assertThat(bench.hydrated(BACKGROUND).candidates()).isEqualTo(1);
    assertThat(bench.remote().requests("file")).isEqualTo(1);
  }

  @Test
  void aWishOutlivesWhoRanThePass() {
    bench.remote().put("/README.md", "a");
    bench.cloned();
    try (HeldPass _ = bench.mirror().lock().tryPass(Pass.HYDRATION).orElseThrow()) {
      assertThat(bench.another().hydrated(BACKGROUND).asked()).isPresent();
    }
    assertThat(bench.mirror().lock().notices().passIsWanted()).isTrue();

    bench.remote().put("/named", "b");
    bench.cloned();
    HydrateReport report = bench.hydrated(new Selection.Named(List.of("/named")));

    assertThat(report.hydrated()).as("what was named, and then what was wanted").isEqualTo(2);
    assertThat(bench.mirror().lock().notices().passIsWanted()).isFalse();
  }

  @Test
  void aPassThatEndedEarlyLeavesTheWishToTheNext() {
    bench.remote().put("/README.md", "a");
    bench.cloned();
    bench.remote().beforeEach(request -> {
      if (request.endpoint().equals("file")) {
        bench.another().hydrated(BACKGROUND);
        bench.stop().stop();
      }
    });

    assertThat(bench.hydrated(BACKGROUND).endedEarly()).isPresent();
    assertThat(bench.mirror().lock().notices().passIsWanted()).isTrue();
  }

  @Test
  void nothingWantedNeedsNoPass() {
    bench.remote().put("/README.md", "a");
    bench.cloned();
    try (HeldPass _ = bench.mirror().lock().tryPass(Pass.HYDRATION).orElseThrow()) {
      assertThat(bench.hydrated(new Selection.Nothing())).isEqualTo(HydrateReport.NONE);
    }
  }

  @Test
  void anotherProcessSeesHowFarThePassIsUntilItsEnd() {
    IntStream.range(0, 10).forEach(i -> bench.remote().put("/f" + i, "12345"));
    bench.cloned();
    bench.with(new HydrateSettings(
        HydrateSettings.DEFAULTS.eager(), 1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    List<Notices> seen = new ArrayList<>();
    bench.remote().beforeEach(request -> seen.add(bench.another().reportStatus().status().notices()));

    bench.hydrated(new Selection.Everything());

    assertThat(seen.getLast().pass()).hasValueSatisfying(pass -> {
      assertThat(pass.notice().done()).isEqualTo(9);
      assertThat(pass.notice().total()).isEqualTo(10);
      assertThat(pass.notice().bytes()).isEqualTo(45);
    });
    assertThat(bench.another().reportStatus().status().notices()).isEqualTo(Notices.NONE);
  }

  /** Real threads, many rounds: whatever the interleaving, what is there when somebody asks is here in the end. */
  @Property(tries = 50)
  void noWishIsLost(@ForAll @IntRange(min = 2, max = 5) int processes, @ForAll @IntRange(min = 1, max = 12) int round)
      throws InterruptedException {
    Bench shared = new Bench();
    shared.remote().put("/0/README.md", "first");
    shared.cloned();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= processes; i++) {
      Bench own = shared.another();
      threads.add(Thread.ofPlatform().start(() -> {
        Latches.await(start);
        own.hydrated(BACKGROUND);
      }));
    }

    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    Bench after = shared.another();
    after.mirror().commits().catchUp();
    assertThat(after.states()).containsEntry("/0/README.md", PathState.HYDRATED);
    assertThat(after.mirror().lock().notices().passIsWanted()).isFalse();
    assertThat(shared.remote().requests("file")).as("no path is fetched by two passes, round %d", round)
        .isEqualTo(1);
  }
}
