package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.concurrent.RightOfWay;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.Latches;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pass leaves to the opens of its process: the line to the broker, and not only places. */
class GivingWayTest {
  private static final int PARALLELISM = 4;

  /** More than is read at a time. */
  private static final String LONG = "a".repeat(20_000);

  private final RightOfWay way = new RightOfWay(Duration.ofHours(1), Duration.ZERO);
  private final Bench bench = new Bench().with(way).with(new HydrateSettings(
      HydrateSettings.DEFAULTS.eager(), new Pace(PARALLELISM, 2, Duration.ZERO, 0), FileBounds.DEFAULT,
      Duration.ZERO));
  private final Map<String, CountDownLatch> asked = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> answers = new ConcurrentHashMap<>();

  @BeforeEach
  void files() {
    bench.remote().put("/a", LONG);
    List.of("/b", "/c", "/d", "/e", "/f", "/wanted").forEach(name -> bench.remote().put(name, name));
    bench.cloned();
    bench.remote().beforeEach(request -> {
      if (answers.containsKey(request.path())) {
        asked.get(request.path()).countDown();
        Latches.await(answers.get(request.path()));
      }
    });
  }

  @Test
  void thePassBeginsNothingWhileAnOpenIsInTheAir() throws InterruptedException {
    hold("/wanted");
    Thread open = opening("/wanted");
    awaitRequest("/wanted");

    Thread pass = hydrating("/?");
    awaitStanding(PARALLELISM);
    assertThat(bench.remote().requests("file")).as("the open's own").isOne();

    answer("/wanted");
    open.join();
    pass.join();
    assertThat(bench.remote().requests("file")).isEqualTo(7);
  }

  @Test
  void thePassLeavesWhatItIsReadingAloneWhileAnOpenIsInTheAir() throws InterruptedException {
    hold("/a");
    hold("/wanted");
    Thread pass = hydrating("/a");
    awaitRequest("/a");
    Thread open = opening("/wanted");
    awaitRequest("/wanted");

    answer("/a");
    awaitStanding(1);
    assertThat(bench.mirror().visible("/a")).contains("");

    answer("/wanted");
    open.join();
    pass.join();
    assertThat(bench.mirror().visible("/a")).contains(LONG);
  }

  @Test
  void thePassCommitsNothingWhileAnOpenIsInTheAir() throws InterruptedException {
    hold("/b");
    hold("/wanted");
    Thread pass = hydrating("/b");
    awaitRequest("/b");
    Thread open = opening("/wanted");
    awaitRequest("/wanted");

    answer("/b");
    awaitStanding(1);
    assertThat(bench.mirror().visible("/b")).as("read, in one piece, and not committed").contains("");

    answer("/wanted");
    open.join();
    pass.join();
    assertThat(bench.mirror().visible("/b")).contains("/b");
  }

  @Test
  void whatThePassHasReadAndNotCommittedComesAtOnceWhenItIsOpened() throws InterruptedException {
    hold("/b");
    hold("/wanted");
    Thread pass = hydrating("/b");
    awaitRequest("/b");
    Thread other = opening("/wanted");
    awaitRequest("/wanted");
    answer("/b");
    awaitStanding(1);

    opening("/b").join();

    assertThat(bench.mirror().visible("/b")).contains("/b");
    assertThat(other.isAlive()).as("the other one is in the air still").isTrue();
    answer("/wanted");
    other.join();
    pass.join();
    assertThat(bench.remote().requests("file")).isEqualTo(2);
  }

  @Test
  void whatThePassIsReadingComesAtOnceWhenItIsOpenedItself() throws InterruptedException {
    hold("/a");
    hold("/wanted");
    Thread pass = hydrating("/a");
    awaitRequest("/a");
    Thread other = opening("/wanted");
    awaitRequest("/wanted");
    Thread open = opening("/a");
    while (!bench.fetcher().flights().underWay(path("/a")).orElseThrow().isWaitedFor()) {
      Thread.onSpinWait();
    }

    answer("/a");
    open.join();
    pass.join();

    assertThat(bench.mirror().visible("/a")).contains(LONG);
    assertThat(other.isAlive()).as("the other one is in the air still").isTrue();
    answer("/wanted");
    other.join();
    assertThat(bench.remote().requests("file")).isEqualTo(2);
  }

  @Test
  void whatWaitsForItsTurnBehindAnOpenCanBeOpenedLikeAnythingElse() throws InterruptedException {
    hold("/wanted");
    Thread open = opening("/wanted");
    awaitRequest("/wanted");
    Thread pass = hydrating("/a");
    awaitStanding(1);

    assertThat(bench.openFile().open(List.of(path("/a"))).getFirst().result())
        .isInstanceOf(OpenedFile.Result.Here.class);

    answer("/wanted");
    open.join();
    pass.join();
    assertThat(bench.remote().requests("file")).as("nothing is asked for twice").isEqualTo(2);
  }

  private void hold(String name) {
    asked.put(name, new CountDownLatch(1));
    answers.put(name, new CountDownLatch(1));
  }

  private void awaitRequest(String name) {
    Latches.await(asked.get(name));
  }

  private void answer(String name) {
    answers.get(name).countDown();
  }

  private void awaitStanding(int count) {
    while (way.standing() != count) {
      Thread.onSpinWait();
    }
  }

  private Thread hydrating(String glob) {
    return Thread.ofPlatform().start(() -> bench.hydrated(new Selection.Named(List.of(glob))));
  }

  private Thread opening(String name) {
    return Thread.ofPlatform().start(() -> bench.openFile().open(List.of(path(name))));
  }

  private static WorkspacePath path(String name) {
    return WorkspacePath.parse(name).orElseThrow();
  }
}
