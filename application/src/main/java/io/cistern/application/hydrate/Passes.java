package io.cistern.application.hydrate;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.Pauses;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Waits for the one hydration pass of a mirror. */
final class Passes {
  /** Short beside a pass, long beside the cost of a try. */
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private final MirrorLock lock;
  private final InstantSource clock;
  private final Pauses pauses;

  Passes(MirrorLock lock, InstantSource clock, Pauses pauses) {
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
        String holder = lock.holder(Pass.HYDRATION).orElse("another process");
        throw new CisternException(new Failure.MirrorInUse("files are being hydrated by " + holder));
      }
      pauses.until(now.plus(BETWEEN_TRIES));
    }
  }
}
