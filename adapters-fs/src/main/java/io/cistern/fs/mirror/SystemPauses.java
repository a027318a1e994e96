package io.cistern.fs.mirror;

import io.cistern.application.port.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Waits for real. An interrupt does not end a wait: work here stops by its signal, looked at after each pause. */
public final class SystemPauses implements Pauses {
  private final InstantSource clock;

  public SystemPauses(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void until(Instant wake) {
    boolean interrupted = false;
    Duration left = Duration.between(clock.instant(), wake);
    while (left.isPositive()) {
      LockSupport.parkNanos(this, left.toNanos());
      interrupted |= Thread.interrupted();
      left = Duration.between(clock.instant(), wake);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
