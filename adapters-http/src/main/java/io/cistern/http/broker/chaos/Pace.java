package io.cistern.http.broker.chaos;

import java.time.Duration;
import java.time.Instant;

/** Bytes a second, shared by many answers: each piece is told when it may go. Safe for use by many threads. */
final class Pace {
  private final long bytesPerSecond;
  private Instant free = Instant.MIN;

  Pace(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** A tenth of a second's worth, so that a slow answer is slow throughout and not in one step. */
  int piece() {
    return Math.clamp(bytesPerSecond / 10, 1, 1 << 16);
  }

  /** Takes room for some bytes; they may go when this time has passed. */
  synchronized Duration reserve(int bytes, Instant now) {
    Instant start = free.isBefore(now) ? now : free;
    free = start.plusNanos((long) (bytes * 1e9 / bytesPerSecond));
    return Duration.between(now, free);
  }
}
