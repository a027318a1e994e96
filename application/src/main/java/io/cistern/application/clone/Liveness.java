package io.cistern.application.clone;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The idle watchdog of a cycle: every page, file and chunk of a body earns it more time, up to the cycle's own end. A stop,
 * or the end of the cycle, is a deadline that has passed, so that no request outlives it. Safe for use by many threads.
 */
final class Liveness implements Patience {
  private static final Deadline PASSED = new Deadline(Instant.MIN);

  private final InstantSource clock;
  private final Duration idle;
  private final Deadline end;
  private final StopSignal stop;
  private final AtomicReference<Instant> last;
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * Starts alive.
   *
   * @param idle how long without a sign of life
   * @param end of the cycle, whatever happens
   */
  Liveness(InstantSource clock, Duration idle, Deadline end, StopSignal stop) {
    this.clock = clock;
    this.idle = idle;
    this.end = end;
    this.stop = stop;
    this.last = new AtomicReference<>(clock.instant());
  }

  @Override
  public Deadline deadline() {
    return over.get() || stop.stopped() ? PASSED : Deadline.after(last.get(), idle).orEarlier(end);
  }

  @Override
  public boolean outlasts(Instant moment) {
    return !over.get() && !stop.stopped() && !end.passed(moment);
  }

  @Override
  public void sawLife() {
    Instant now = clock.instant();
    last.updateAndGet(known -> known.isBefore(now) ? now : known);
  }

  /** Nobody waits for anything any more. */
  void end() {
    over.set(true);
  }

  /** Whether the cycle has had all the time it may have. */
  boolean spent() {
    return end.passed(clock.instant());
  }

  /** Whether nothing has moved for too long. */
  boolean silent() {
    return Deadline.after(last.get(), idle).passed(clock.instant());
  }

  Duration idle() {
    return idle;
  }
}
