package io.cistern.application.hydrate;

import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Patience with one file: so long without a byte, so long as a whole, and none once the pass is over, so that nothing
 * under way holds its end up. Safe for use by many threads.
 */
final class FilePatience implements Patience {
  private static final Deadline AT_ONCE = new Deadline(Instant.EPOCH);

  private final InstantSource clock;
  private final Duration silence;
  private final Deadline whole;
  private final BooleanSupplier over;
  private volatile Deadline silent;

  /** @param over whether the pass has ended */
  FilePatience(InstantSource clock, FileBounds bounds, Deadline pass, BooleanSupplier over) {
    Instant now = clock.instant();
    this.clock = clock;
    this.silence = bounds.silence();
    this.whole = bounds.whole().isPositive() ? Deadline.after(now, bounds.whole()).orEarlier(pass) : pass;
    this.over = over;
    this.silent = Deadline.after(now, silence);
  }

  @Override
  public Deadline deadline() {
    return over.getAsBoolean() ? AT_ONCE : silent.orEarlier(whole);
  }

  @Override
  public boolean outlasts(Instant moment) {
    return !over.getAsBoolean() && !whole.passed(moment);
  }

  @Override
  public void sawLife() {
    silent = Deadline.after(clock.instant(), silence);
  }
}
