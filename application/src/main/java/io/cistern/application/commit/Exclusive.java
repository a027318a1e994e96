package io.cistern.application.commit;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.MirrorLock;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** What is done under the mirror lock: begins with catching up. For one thread at a time, the one that leads. */
final class Exclusive {
  private static final ScopedValue<HeldLock> HELD = ScopedValue.newInstance();

  private final MirrorLock lock;
  private final CatchUp catchUp;
  private final Timings timings;
  private final InstantSource clock;
  private final Duration patience;

  Exclusive(MirrorLock lock, CatchUp catchUp, Timings timings, InstantSource clock, Duration patience) {
    this.lock = lock;
    this.catchUp = catchUp;
    this.timings = timings;
    this.clock = clock;
    this.patience = patience;
  }

  /** Whether this thread is in such a section, of any mirror. */
  static boolean isHeldHere() {
    return HELD.isBound();
  }

  /** Waits for the lock as long as there is patience. */
  void run(Consumer<HeldLock> section) {
    under(
        timings.measured(
            Timings.Stage.LOCK_WAIT, "the mirror lock",
            () -> lock.acquire(Deadline.after(clock.instant(), patience)).orElseThrow(this::inUse)),
        section);
  }

  /** Does it only where the lock is free; answers whether it was. */
  boolean tryRun(Consumer<HeldLock> section) {
    Optional<HeldLock> held = lock.acquire(new Deadline(clock.instant()));
    held.ifPresent(taken -> under(taken, section));
    return held.isPresent();
  }

  private void under(HeldLock held, Consumer<HeldLock> section) {
    try (held) {
      ScopedValue.where(HELD, held).run(() -> {
        catchUp.run(held);
        section.accept(held);
      });
    }
  }

  private CisternException inUse() {
    String holder = lock.holder().orElse("another process");
    return new CisternException(new Failure.MirrorInUse("the mirror is in use by " + holder));
  }
}
