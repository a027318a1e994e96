package io.cistern.application.hydrate;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetcher;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
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
  private final int atATime;
  private RemoteStreak streak = RemoteStreak.NONE;
  private volatile Optional<Failure> reason = Optional.empty();

  /** @param atATime how many files are fetched at a time */
  PassEnd(Fetcher fetcher, InstantSource clock, Deadline deadline, StopSignal stop, int atATime) {
    this.atATime = atATime;
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
    } else if (streak.isSilent(atATime)) {
      reason = Optional.of(ofAll(failure, "nothing comes from the remote, though it says that it is well"));
    } else if (streak.asks() || isSilence(failure)) {
      reason = askWhetherItIsThere(failure);
      streak = streak.answered();
    }
  }

  /** Empty when it is; a broker that wants to be left alone has not said so, and shall be. */
  private Optional<Failure> askWhetherItIsThere(Failure failure) {
    try {
      Deadline soon = Deadline.after(clock.instant(), HEALTH_PATIENCE).orEarlier(deadline);
      return fetcher.remoteHealthy(soon)
          ? Optional.empty()
          : Optional.of(ofAll(failure, "the remote does not answer"));
    } catch (CisternException heldBack) {
      return Optional.of(heldBack.failure());
    }
  }

  /** Waiting for another file would take as long again, and asking takes a moment. */
  private static boolean isSilence(Failure failure) {
    return failure instanceof Failure.Remote remote && remote.code() == RemoteCode.REMOTE_TIMEOUT;
  }

  /** What one path has met, told of every path that was not tried. */
  private static Failure ofAll(Failure failure, String what) {
    return failure instanceof Failure.Remote remote
        ? new Failure.Remote(
            remote.code(), Optional.empty(), what + " (the last try: " + remote.message() + ")", remote.notBefore())
        : failure;
  }
}
