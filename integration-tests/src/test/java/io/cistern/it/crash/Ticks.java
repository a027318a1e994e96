package io.cistern.it.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves on at each look, by more than what is called the same moment, so that memos prove something. */
final class Ticks implements InstantSource {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TICK = Duration.ofMillis(50);

  private final AtomicLong looks = new AtomicLong();

  @Override
  public Instant instant() {
    return BEGIN.plus(TICK.multipliedBy(looks.incrementAndGet()));
  }
}
