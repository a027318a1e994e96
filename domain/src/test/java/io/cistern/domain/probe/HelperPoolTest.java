package io.cistern.domain.probe;

import static io.cistern.domain.probe.HelperState.BUSY;
import static io.cistern.domain.probe.HelperState.IDLE;
import static io.cistern.domain.probe.HelperState.NEVER_STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.domain.failure.InvariantViolated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HelperPoolTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final HomeName WORK = new HomeName("work");
  private static final HomeName PLAY = new HomeName("play");

  private final HelperPool pool = new HelperPool(PoolLimits.DEFAULT);

  @Test
  void aHomeHasTwoHelpersAndNoneIsStartedBeforeItIsNeeded() {
    Claim.Warm first = warm(WORK);

    assertThat(first.start()).isTrue();
    assertThat(pool.states(WORK)).containsExactly(BUSY, NEVER_STARTED);
    assertThat(pool.processes()).isEqualTo(1);
  }

  @Test
  void anIdleHelperIsChosenBeforeOneThatWouldHaveToBeStarted() {
    Claim.Warm first = warm(WORK);
    Claim.Warm second = warm(WORK);
    pool.release(second.id(), true, NOON);

    Claim.Warm third = warm(WORK);

    assertThat(third).isEqualTo(new Claim.Warm(second.id(), false)).isNotEqualTo(first);
  }

  @Test
  void aClaimIsHeldAlreadySoASecondOneGetsAnotherHelper() {
    Claim.Warm first = warm(WORK);
    Claim.Warm second = warm(WORK);

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(pool.states(WORK)).containsExactly(BUSY, BUSY);
  }

  @Test
  void whereAllAreBusyTheCallerGetsAOneShotAtOnce() {
    warm(WORK);
    warm(WORK);

    Claim third = pool.claim(WORK, NOON);

    assertThat(third).isInstanceOf(Claim.Once.class);
    assertThat(pool.release(((Claim.Once) third).id(), true, NOON)).as("ends after its one question").isTrue();
    assertThat(pool.processes()).as("counts until it is gone").isEqualTo(3);
    pool.ended(((Claim.Once) third).id());
    assertThat(pool.processes()).isEqualTo(2);
  }

  @Test
  void theBoundOverAllLiesAboveTheBoundOfAHome() {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      claims.add(pool.claim(WORK, NOON));
    }

    assertThat(claims.stream().filter(Claim.Warm.class::isInstance)).hasSize(2);
    assertThat(claims.stream().filter(Claim.Once.class::isInstance)).hasSize(6);
    assertThat(claims.getLast()).isEqualTo(new Claim.Full(Optional.empty()));
    assertThat(new PoolLimits(5, 2, Duration.ofSeconds(1)).inAll()).as("set in relation").isEqualTo(5);
  }

  @Test
  void anIdleHelperOfAnotherHomeMakesRoomAndOneIsEnough() {
    HelperPool small = new HelperPool(new PoolLimits(2, 2, Duration.ofMinutes(5)));
    Claim.Warm older = (Claim.Warm) small.claim(WORK, NOON);
    Claim.Warm newer = (Claim.Warm) small.claim(WORK, NOON);
    small.release(older.id(), true, NOON.plusSeconds(1));
    small.release(newer.id(), true, NOON.plusSeconds(2));

    assertThat(small.claim(PLAY, NOON)).isEqualTo(new Claim.Full(Optional.of(older.id())));
    assertThat(small.claim(PLAY, NOON)).as("room is coming").isEqualTo(new Claim.Full(Optional.empty()));
    small.ended(older.id());
    assertThat(small.claim(PLAY, NOON)).isInstanceOf(Claim.Warm.class);
  }

  @Test
  void invalidationEndsTheIdleLetsTheBusyFinishAndKeepsWhatHasNoProcess() {
    HelperPool three = new HelperPool(new PoolLimits(3, 8, Duration.ofMinutes(5)));
    Claim.Warm idle = (Claim.Warm) three.claim(WORK, NOON);
    Claim.Warm busy = (Claim.Warm) three.claim(WORK, NOON);
    three.release(idle.id(), true, NOON);

    assertThat(three.invalidate(WORK, NOON)).containsExactly(idle.id());

    assertThat(three.release(busy.id(), true, NOON)).as("ends when it is given back").isTrue();
    assertThat(three.claim(WORK, NOON)).as("neither comes back").isInstanceOfSatisfying(Claim.Warm.class,
        fresh -> assertThat(fresh.start() && !List.of(idle.id(), busy.id()).contains(fresh.id())).isTrue());
  }

  @Test
  void invalidationOfOneHomeLeavesTheOthersTheirHelpers() {
    Claim.Warm mine = warm(WORK);
    Claim.Warm theirs = warm(PLAY);
    pool.release(mine.id(), true, NOON);
    pool.release(theirs.id(), true, NOON);

    assertThat(pool.invalidate(WORK, NOON)).containsExactly(mine.id());

    assertThat(warm(PLAY)).isEqualTo(new Claim.Warm(theirs.id(), false));
    assertThat(warm(WORK).start()).isTrue();
  }

  @Test
  void aFullFlushEndsTheHelpersOfAllHomes() {
    Claim.Warm mine = warm(WORK);
    Claim.Warm theirs = warm(PLAY);
    pool.release(mine.id(), true, NOON);
    pool.release(theirs.id(), true, NOON);

    assertThat(pool.invalidateAll(NOON)).containsExactlyInAnyOrder(mine.id(), theirs.id());
  }

  @Test
  void invalidationCannotComeBetweenChoosingAndHolding() {
    Claim.Warm first = warm(WORK);
    pool.release(first.id(), true, NOON);
    Claim.Warm held = warm(WORK);

    assertThat(pool.invalidate(WORK, NOON)).as("what is held is not ended under its holder").isEmpty();
    assertThat(pool.release(held.id(), true, NOON)).isTrue();
  }

  @Test
  void partialCleanUpReplenishesAndLeavesTheBusyAlone() {
    Claim.Warm stays = warm(WORK);
    Claim.Warm dies = warm(WORK);
    assertThat(pool.release(dies.id(), false, NOON)).isTrue();

    Claim.Warm next = warm(WORK);

    assertThat(next.start()).isTrue();
    assertThat(pool.states(WORK)).containsExactly(BUSY, BUSY);
    assertThat(next.id()).isNotIn(stays.id(), dies.id());
  }

  @Test
  void theClosedAndTheExitedAreEvictedButTheNeverStartedIsKept() {
    Claim.Warm exited = warm(WORK);
    pool.release(exited.id(), true, NOON);
    assertThat(pool.exited(exited.id(), NOON)).isTrue();
    assertThat(pool.exited(exited.id(), NOON)).as("once").isFalse();

    Claim.Warm kept = warm(WORK);
    Claim.Warm added = warm(WORK);

    assertThat(kept.id().value()).as("the place that was there before").isLessThan(added.id().value());
  }

  @Test
  void whatIsIdleTooLongEndsWhileTheBusyAndTheNeverStartedStay() {
    Claim.Warm idle = warm(WORK);
    pool.release(idle.id(), true, NOON);
    Claim.Warm busy = warm(PLAY);
    assertThat(pool.nextExpiry()).contains(NOON.plusSeconds(300));

    assertThat(pool.endIdle(NOON.plusSeconds(299))).isEmpty();
    assertThat(pool.endIdle(NOON.plusSeconds(300))).containsExactly(idle.id());

    assertThat(pool.states(WORK)).as("nobody left: the home is forgotten").isEmpty();
    assertThat(pool.states(PLAY)).containsExactly(BUSY, NEVER_STARTED);
    assertThat(pool.nextExpiry()).isEmpty();
    pool.release(busy.id(), true, NOON);
    assertThat(pool.states(PLAY)).containsExactly(IDLE, NEVER_STARTED);
  }

  @Test
  void aLeaseIsGivenBackOnce() {
    Claim.Warm lease = warm(WORK);
    pool.release(lease.id(), true, NOON);

    assertThatThrownBy(() -> pool.release(lease.id(), true, NOON)).isInstanceOf(InvariantViolated.class);
  }

  private Claim.Warm warm(HomeName home) {
    return (Claim.Warm) pool.claim(home, NOON);
  }
}
