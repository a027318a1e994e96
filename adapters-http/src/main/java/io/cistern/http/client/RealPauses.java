package io.cistern.http.client;

import io.cistern.application.port.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Waits for real. A thread interrupt neither shortens a pause nor is lost. Safe for use by many threads. */
final class RealPauses implements Pauses {
  private final InstantSource clock;

  RealPauses(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void until(Instant wake) {
    boolean interrupted = false;
    long begun = System.nanoTime();
    long whole = left(wake).toNanos();
    // A clock that is set back meanwhile must not prolong the pause, so it is asked only once.
    for (long left = whole; left > 0; left = whole - (System.nanoTime() - begun)) {
      LockSupport.parkNanos(this, left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration left(Instant wake) {
    Duration left = Duration.between(clock.instant(), wake);
    return left.compareTo(Duration.ofDays(1)) < 0 ? left : Duration.ofDays(1);
  }
}
