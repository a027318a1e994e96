package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.concurrent.RightOfWay;
import io.cistern.application.port.NoticeBoard;
import io.cistern.application.port.NoticeBoard.OpenNotice;
import io.cistern.application.port.NoticeBoard.PassNotice;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.Latches;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a pass leaves to the opens of other processes. */
class NeighboursTest {
  private final RightOfWay way = new RightOfWay(Duration.ofHours(1), Duration.ZERO);
  private final Bench bench = new Bench().with(new RightOfWay(Duration.ofMillis(1), Duration.ZERO));
  private final Bench another = bench.another();
  private final NoticeBoard here = bench.mirror().lock().notices();
  private final NoticeBoard there = another.mirror().lock().notices();
  private final Neighbours neighbours = new Neighbours(here, way, bench.clock());

  @Test
  void anOpenOfAnotherProcessGoesFirstUntilItsNoticeIsGone() throws InterruptedException {
    here.tell(new PassNotice(Instant.EPOCH, 0, 9, 0));
    there.waiting(List.of(new OpenNotice("/wanted", Instant.EPOCH)));
    neighbours.look();
    Thread reader = Thread.ofPlatform().daemon().start(() -> way.giveWay(() -> false));
    while (way.standing() == 0) {
      Thread.onSpinWait();
    }

    there.waiting(List.of());
    neighbours.look();
    assertThat(way.standing()).as("looked at just now").isOne();
    bench.clock().advance(Duration.ofSeconds(1));
    neighbours.look();

    reader.join();
  }

  @Test
  void opensOfThisProcessGoFirstByThemselves() {
    here.tell(new PassNotice(Instant.EPOCH, 0, 9, 0));
    here.waiting(List.of(new OpenNotice("/wanted", Instant.EPOCH)));

    neighbours.look();

    assertThat(way.giveWay(() -> false)).isFalse();
  }

  @Test
  void whenThePassIsOverNobodyGoesFirstForAnotherProcess() {
    here.tell(new PassNotice(Instant.EPOCH, 0, 9, 0));
    there.waiting(List.of(new OpenNotice("/wanted", Instant.EPOCH)));
    neighbours.look();

    neighbours.close();
    bench.clock().advance(Duration.ofSeconds(1));
    neighbours.look();

    assertThat(way.giveWay(() -> false)).isFalse();
  }

  @Test
  void aPassTakesStepsWhileAnotherProcessOpensForLong() throws InterruptedException {
    List.of("/a", "/b", "/c", "/wanted").forEach(name -> bench.remote().put(name, name));
    bench.cloned();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    bench.remote().beforeEach(request -> {
      if (request.path().equals("/wanted")) {
        asked.countDown();
        Latches.await(answer);
      }
    });
    Thread open = Thread.ofPlatform().start(
        () -> another.openFile().open(List.of(WorkspacePath.parse("/wanted").orElseThrow())));
    Latches.await(asked);

    bench.hydrated(new Selection.Named(List.of("/?")));

    assertThat(open.isAlive()).isTrue();
    assertThat(bench.mirror().visible("/c")).contains("/c");
    answer.countDown();
    open.join();
  }
}
