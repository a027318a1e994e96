package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.Pauses;
import io.cistern.application.port.Progress;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.Latches;
import io.cistern.domain.placeholder.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How much goes on at once, in which order, and when it rests. */
class PaceTest {
  private static final Selection ALL = new Selection.Everything();

  private final Bench bench = new Bench();

  @Test
  void zeroActsAsOne() {
    assertThat(new Pace(0, 0, Duration.ZERO, 0)).isEqualTo(
        new Pace(1, 1, Duration.ZERO, Pace.DEFAULT_IN_FLIGHT_BYTES));
  }

  @Test
  void oneAtATimeIsInOrderOnTheCallingThread() {
    paced(new Pace(1, 3, Duration.ZERO, 0));
    names(10);
    Thread caller = Thread.currentThread();
    bench.remote().beforeEach(request -> assertThat(Thread.currentThread()).isSameAs(caller));

    bench.hydrated(ALL);

    assertThat(
        bench.remote().requests().stream().filter(each -> each.endpoint().equals("file")).map(each -> each.path()))
        .isSorted()
        .hasSize(10);
  }

  @Test
  void restsBetweenBatchesAndNeitherBeforeTheFirstNorAfterTheLast() {
    paced(new Pace(4, 5, Duration.ofSeconds(60), 0));
    names(15);
    Instant before = bench.clock().instant();

    bench.hydrated(ALL);

    assertThat(Duration.between(before, bench.clock().instant()).toMinutes()).as("for three batches").isEqualTo(2);
  }

  @Test
  void whatArrivesDuringARestIsCommittedMeanwhile() {
    paced(new Pace(2, 2, Duration.ofSeconds(60), 0));
    names(4);
    CountDownLatch resting = new CountDownLatch(1);
    bench.remote().beforeEach(request -> {
      if (request.path().equals("/f00")) {
        Latches.await(resting);
      }
    });
    List<String> told = new ArrayList<>();
    List<Instant> moments = new ArrayList<>();
    AtomicInteger naps = new AtomicInteger();
    Pauses stillUntilItIsTold = wake -> {
      resting.countDown();
      assertThat(naps.incrementAndGet()).as("looks without an arrival").isLessThan(50_000_000);
      if (told.contains("/f00")) {
        bench.clock().advanceTo(wake);
      }
    };
    Instant before = bench.clock().instant();

    bench.hydrateMirror(stillUntilItIsTold).hydrate(HydrateRequest.of(ALL), item -> {
      told.add(item.path().value());
      moments.add(bench.clock().instant());
    }, Progress.silent(), bench.stop());

    assertThat(moments.get(told.indexOf("/f00"))).as("long before the rest was over").isEqualTo(before);
    assertThat(moments.get(told.indexOf("/f03"))).isAfterOrEqualTo(before.plusSeconds(60));
    assertThat(told).hasSize(4);
  }

  @Test
  void aSlowFileIdlesNoWorker() throws InterruptedException {
    paced(new Pace(2, 2, Duration.ofSeconds(5), 0));
    names(20);
    CountDownLatch others = new CountDownLatch(19);
    CountDownLatch slow = new CountDownLatch(1);
    bench.remote().beforeEach(request -> {
      if (request.path().equals("/f00")) {
        Latches.await(slow);
      }
    });

    Thread pass = Thread.ofPlatform().start(() -> bench.hydrateMirror().hydrate(
        HydrateRequest.of(ALL), _ -> others.countDown(), (_, _, _, _) -> {}, bench.stop()));
    others.await();
    slow.countDown();
    pass.join();

    assertThat(bench.mirror().visible("/f00")).contains("/f00");
  }

  @Property(tries = 60)
  void bytesUnderWayStayWithinTheirBudgetAndLargeFilesStillCome(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 300) Integer> sizes) {
    Bench many = new Bench().with(new HydrateSettings(
        HydrateSettings.DEFAULTS.eager(), new Pace(6, 4, Duration.ZERO, 200), FileBounds.DEFAULT, Duration.ZERO));
    IntStream.range(0, sizes.size()).forEach(i -> many.remote().put("/f%02d".formatted(i), "x".repeat(sizes.get(i))));
    many.cloned();
    AtomicLong bytes = new AtomicLong();
    AtomicLong most = new AtomicLong();
    AtomicInteger files = new AtomicInteger();
    many.remote().beforeEach(request -> {
      if (request.endpoint().equals("file")) {
        int size = Math.min(100, sizes.get(Integer.parseInt(request.path().substring(2))));
        most.accumulateAndGet(bytes.addAndGet(size), Math::max);
        assertThat(files.incrementAndGet()).isLessThanOrEqualTo(6);
        files.decrementAndGet();
        bytes.addAndGet(-size);
      }
    });

    assertThat(many.hydrated(ALL).hydrated()).isEqualTo(sizes.size());
    assertThat(most.get()).isLessThanOrEqualTo(200);
  }

  private void paced(Pace pace) {
    bench.with(new HydrateSettings(HydrateSettings.DEFAULTS.eager(), pace, FileBounds.DEFAULT, Duration.ZERO));
  }

  private void names(int count) {
    IntStream.range(0, count).mapToObj("/f%02d"::formatted).forEach(name -> bench.remote().put(name, name));
    bench.cloned();
  }
}
