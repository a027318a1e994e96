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
    long begun = System.nanoTime();
    long whole = nanos(Duration.between(clock.instant(), wake));
    // A clock that is set back meanwhile must not prolong the pause, so it is asked only once.
    for (long left = whole; left > 0; left = whole - (System.nanoTime() - begun)) {
      LockSupport.parkNanos(this, left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A pause without end is as good as one of a century. */
  private static long nanos(Duration left) {
    Duration century = Duration.ofDays(36_500);
    return (left.compareTo(century) < 0 ? left : century).toNanos();
  }
}
