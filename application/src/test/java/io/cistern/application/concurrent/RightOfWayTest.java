package io.cistern.application.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.concurrent.RightOfWay.Way;
import io.cistern.application.testing.Latches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RightOfWayTest {
  private final RightOfWay way = new RightOfWay(Duration.ofHours(1), Duration.ZERO);
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void everybodyGetsThrough() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void whileNobodyGoesFirstEverybodyFollowsAtOnce() {
    try (Way _ = way.follow(); Way _ = way.follow()) {
      way.giveWay(() -> false);
    }
    assertThat(way.standing()).isZero();
  }

  @Test
  void whoGoesFirstWaitsForNobody() {
    try (Way _ = way.follow(); Way _ = way.goFirst(); Way _ = way.goFirst()) {
      assertThat(way.standing()).isZero();
    }
  }

  @Test
  void whoFollowsBeginsWhenAllWhoGoFirstAreThrough() {
    Way one = way.goFirst();
    Way other = way.goFirst();
    Follower follower = follower();
    awaitStanding(1);

    one.close();
    assertThat(follower.begun.getCount()).isOne();
    other.close();

    Latches.await(follower.begun);
    follower.end.countDown();
  }

  @Test
  void thoseWhoStoodStillComeBackOneByOneAndNotAllAtOnce() {
    Way first = way.goFirst();
    List<Follower> followers = List.of(follower(), follower(), follower());
    awaitStanding(3);

    first.close();
    awaitStanding(2);
    Follower begun = awaitOneOf(followers);
    assertThat(followers.stream().filter(each -> each.begun.getCount() == 0)).containsExactly(begun);

    begun.end.countDown();
    awaitStanding(0);
    followers.forEach(each -> each.end.countDown());
  }

  @Test
  void whoeverIsUnderWayAndNeverEndsKeepsNobodyElseBack() {
    try (Way _ = way.follow()) {
      way.goFirst().close();

      Follower follower = follower();

      Latches.await(follower.begun);
      follower.end.countDown();
    }
  }

  @Test
  void betweenTwoPiecesEverybodyStandsStillButWhoIsUrgent() {
    AtomicBoolean urgent = new AtomicBoolean();
    Way first = way.goFirst();
    way.giveWay(() -> true);
    Thread reader = started(() -> way.giveWay(urgent::get));
    awaitStanding(1);

    urgent.set(true);
    way.hurry();

    Latches.await(endOf(reader));
    first.close();
  }

  @Test
  void aCommitIsHeldBackUntilTheWayIsFree() {
    Way first = way.goFirst();
    Thread commit = started(() -> way.holdBack(() -> false));
    awaitStanding(1);

    first.close();

    Latches.await(endOf(commit));
    way.holdBack(() -> false);
  }

  @Test
  void aCommitThatIsHeldBackIsNoStepAndNotHeldForEver() {
    RightOfWay impatient = new RightOfWay(Duration.ofNanos(1), Duration.ZERO);
    try (Way _ = impatient.goFirst()) {
      impatient.holdBack(() -> false);
    }
    assertThat(impatient.steps()).isZero();
  }

  @Test
  void theWayIsKeptFreeForAMomentForTheNextWhoGoesFirst() {
    RightOfWay expectant = new RightOfWay(Duration.ofHours(1), Duration.ofHours(1));
    AtomicBoolean urgent = new AtomicBoolean();
    expectant.goFirst().close();

    Thread reader = started(() -> expectant.giveWay(urgent::get));
    awaitStanding(expectant, 1);
    expectant.goFirst().close();

    assertThat(expectant.standing()).isOne();
    urgent.set(true);
    expectant.hurry();
    Latches.await(endOf(reader));
  }

  @Test
  void afterThatMomentEverybodyGoesOnAlthoughNothingElseHappens() {
    RightOfWay expectant = new RightOfWay(Duration.ofHours(1), Duration.ofMillis(1));
    Way first = expectant.goFirst();
    List<Thread> all = List.of(
        started(() -> expectant.giveWay(() -> false)), started(() -> expectant.giveWay(() -> false)),
        started(() -> expectant.follow().close()), started(() -> expectant.follow().close()));
    awaitStanding(expectant, 4);

    first.close();

    all.forEach(each -> Latches.await(endOf(each)));
    assertThat(expectant.steps()).as("nobody's patience ended").isZero();
  }

  @Test
  void nobodyStarvesBehindAWayThatIsKeptFree() {
    RightOfWay impatient = new RightOfWay(Duration.ofNanos(1), Duration.ofHours(1));
    impatient.goFirst().close();
    try (Way _ = impatient.follow()) {
      impatient.giveWay(() -> false);
    }
    assertThat(impatient.steps()).isEqualTo(2);
  }

  @Test
  void whoWasThroughBeforeTheWayIsFreeMakesNoPlaceForTwo() {
    Way under = way.follow();
    Way first = way.goFirst();
    List<Follower> followers = List.of(follower(), follower());
    awaitStanding(2);

    under.close();
    first.close();

    awaitStanding(1);
    Follower begun = awaitOneOf(followers);
    assertThat(followers.stream().filter(each -> each.begun.getCount() == 0)).containsExactly(begun);
    begun.end.countDown();
    awaitStanding(0);
    followers.forEach(each -> each.end.countDown());
  }

  @Test
  void nobodyStandsStillForEver() {
    RightOfWay impatient = new RightOfWay(Duration.ofNanos(1), Duration.ZERO);
    try (Way _ = impatient.goFirst(); Way _ = impatient.follow()) {
      impatient.giveWay(() -> false);
    }
    assertThat(impatient.standing()).isZero();
  }

  @Test
  void whileSomebodyGoesFirstForLongOneAfterTheOtherTakesAStep() {
    RightOfWay brisk = new RightOfWay(Duration.ofMillis(1), Duration.ZERO);
    Way first = brisk.goFirst();
    List<Integer> stepping = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      int number = i;
      started(() -> {
        brisk.giveWay(() -> false);
        synchronized (stepping) {
          stepping.add(number);
        }
        all.countDown();
      });
    }

    Latches.await(all);

    assertThat(stepping).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(brisk.steps()).as("nobody was let through with another").isEqualTo(3);
    first.close();
  }

  @Test
  void anInterruptIsGivenBackAndEndsNoStandingStill() {
    Way first = way.goFirst();
    AtomicBoolean kept = new AtomicBoolean();
    Thread reader = started(() -> {
      way.giveWay(() -> false);
      kept.set(Thread.currentThread().isInterrupted());
    });
    awaitStanding(1);

    reader.interrupt();
    assertThat(reader.isAlive()).isTrue();
    first.close();

    Latches.await(endOf(reader));
    assertThat(kept).isTrue();
  }

  private static final class Follower {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
  }

  private Follower follower() {
    Follower follower = new Follower();
    started(() -> {
      try (Way _ = way.follow()) {
        follower.begun.countDown();
        Latches.await(follower.end);
      }
    });
    return follower;
  }

  private static Follower awaitOneOf(List<Follower> followers) {
    while (true) {
      for (Follower each : followers) {
        if (each.begun.getCount() == 0) {
          return each;
        }
      }
      Thread.onSpinWait();
    }
  }

  private void awaitStanding(int count) {
    awaitStanding(way, count);
  }

  private static void awaitStanding(RightOfWay way, int count) {
    while (way.standing() != count) {
      Thread.onSpinWait();
    }
  }

  private Thread started(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().start(work);
    threads.add(thread);
    return thread;
  }

  private static CountDownLatch endOf(Thread thread) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> {
      try {
        thread.join();
        ended.countDown();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    });
    return ended;
  }
}
