package io.cistern.http.testing;

import io.cistern.application.port.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves only when told, and pauses that move it. Safe for use by many threads. */
public final class ManualTime implements InstantSource, Pauses {
  /** Where every test begins. */
  public static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<Instant> wakes = new CopyOnWriteArrayList<>();

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public void until(Instant wake) {
    wakes.add(wake);
    now.accumulateAndGet(wake, (old, then) -> then.isAfter(old) ? then : old);
  }

  public void advance(Duration by) {
    now.updateAndGet(old -> old.plus(by));
  }

  /** How much time has passed. */
  public Duration passed() {
    return Duration.between(START, now.get());
  }

  /** Until when was waited, in order. */
  public List<Instant> wakes() {
    return List.copyOf(wakes);
  }
}
