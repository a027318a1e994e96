package io.cistern.application.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that moves only when told to. Whoever wants it to be later does not wait; with {@link #shared} they wait for
 * each other. Safe for use by many threads.
 */
public final class ManualClock implements InstantSource {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Optional<Crowd> crowd;

  public ManualClock() {
    this(Optional.empty());
  }

  private ManualClock(Optional<Crowd> crowd) {
    this.crowd = crowd;
  }

  /**
   * A clock for many threads that wait side by side: it moves to the nearest moment that anybody waits for, when all who
   * ever asked for the time wait for something.
   */
  public static ManualClock shared() {
    return new ManualClock(Optional.of(new Crowd(START)));
  }

  @Override
  public Instant instant() {
    return crowd.map(Crowd::instant).orElseGet(now::get);
  }

  public void advance(Duration by) {
    if (crowd.isPresent()) {
      crowd.get().await(instant().plus(by));
    } else {
      now.updateAndGet(instant -> instant.plus(by));
    }
  }

  public void advanceTo(Instant to) {
    if (crowd.isPresent()) {
      crowd.get().await(to);
    } else {
      now.updateAndGet(instant -> instant.isBefore(to) ? to : instant);
    }
  }
}
