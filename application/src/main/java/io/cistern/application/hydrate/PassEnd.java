package io.cistern.application.hydrate;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetcher;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.placeholder.RemoteStreak;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Decides when a pass is over before its end: stopped, out of time, or without a remote. The pass's own thread decides;
 * any thread may ask whether it has.
 */
final class PassEnd {
  /** A broker that is there answers this question at once; one that is not must not hold the pass's end up. */
  private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(2);

  private final Fetcher fetcher;
  private final InstantSource clock;
  private final Deadline deadline;
  private final StopSignal stop;
  private RemoteStreak streak = RemoteStreak.NONE;
  private volatile Optional<Failure> reason = Optional.empty();

  PassEnd(Fetcher fetcher, InstantSource clock, Deadline deadline, StopSignal stop) {
    this.fetcher = fetcher;
    this.clock = clock;
    this.deadline = deadline;
    this.stop = stop;
  }

  /** Why it is over; empty while it goes on. */
  Optional<Failure> reason() {
    return reason;
  }

  /** Whether nothing more is worth waiting for. */
  boolean over() {
    return reason.isPresent() || stop.stopped();
  }

  /** Has somebody asked for an end, or is the time over? */
  void look() {
    if (reason.isEmpty() && stop.stopped()) {
      reason = Optional.of(StopSignal.interrupted());
    } else if (reason.isEmpty() && deadline.passed(clock.instant())) {
      reason = Optional.of(new Failure.TimedOut("the deadline passed; the next pass goes on from here"));
    }
  }

  /** What one outcome says of those to come. */
  void judge(HydrationOutcome outcome) {
    streak = streak.after(outcome);
    if (reason.isPresent() || !(outcome instanceof HydrationOutcome.Failed(Failure failure, boolean _))) {
      return;
    }
    if (RemoteStreak.endsThePass(failure) || streak.givesUp()) {
      reason = Optional.of(failure);
    } else if (streak.asks()) {
      if (fetcher.remoteHealthy(Deadline.after(clock.instant(), HEALTH_PATIENCE).orEarlier(deadline))) {
        streak = streak.answered();
      } else {
        reason = Optional.of(failure);
      }
    }
  }
}
