package io.cistern.application.hydrate;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.NoticeBoard;
import io.cistern.application.port.Pauses;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The one hydration pass of a mirror: waits for it, or has whoever runs it run once more.
 *
 * <p>No wish is lost: whoever wants a pass says so first and tries to begin it then; whoever runs one takes the wish before
 * looking for candidates, and looks for another after letting the pass go. Either the try or that look comes later. Safe
 * for use by many threads.
 */
public final class Passes {
  /** Short beside a pass, long beside the cost of a try. */
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private final MirrorLock lock;
  private final InstantSource clock;
  private final Pauses pauses;

  /** Keeps these. */
  @Inject
  public Passes(MirrorLock lock, InstantSource clock, Pauses pauses) {
    this.lock = lock;
    this.clock = clock;
    this.pauses = pauses;
  }

  /**
   * Begins the pass, after waiting while another one runs.
   *
   * @throws CisternException {@code MirrorInUse} when the other one runs longer than that
   */
  HeldPass begin(Deadline patience, StopSignal stop) {
    while (true) {
      stop.check();
      Optional<HeldPass> pass = lock.tryPass(Pass.HYDRATION);
      if (pass.isPresent()) {
        return pass.get();
      }
      Instant now = clock.instant();
      if (patience.passed(now)) {
        throw new CisternException(new Failure.MirrorInUse("files are being hydrated by " + runner()));
      }
      pauses.until(now.plus(BETWEEN_TRIES));
    }
  }

  /** Begins the pass; where another one runs, that one is followed by the wanted one, and this is empty. */
  Optional<HeldPass> beginOrAsk() {
    notices().wantPass();
    return lock.tryPass(Pass.HYDRATION);
  }

  /** Begins the pass that somebody has asked for while another one ran; empty when nobody has, or it has begun. */
  Optional<HeldPass> beginAsked() {
    Optional<HeldPass> pass = notices().passIsWanted() ? lock.tryPass(Pass.HYDRATION) : Optional.empty();
    if (pass.isPresent() && !notices().passIsWanted()) {
      pass.get().close(); // another process has run it in between
      return Optional.empty();
    }
    return pass;
  }

  /** Who runs the pass, for messages. */
  String runner() {
    return lock.holder(Pass.HYDRATION).orElse("another process");
  }

  NoticeBoard notices() {
    return lock.notices();
  }
}
