package io.cistern.application.inspect;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorRepair;
import io.cistern.application.port.MirrorRepair.Plan;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The verb {@code repair}: brings a damaged mirror back to the longest state that reads back. */
public final class RepairMirror {
  private final MirrorLock lock;
  private final MirrorRepair repair;
  private final InstantSource clock;
  private final Duration patience;

  /**
   * @param patience how long to wait for another process that holds the mirror
   */
  public RepairMirror(MirrorLock lock, MirrorRepair repair, InstantSource clock, Duration patience) {
    this.lock = lock;
    this.repair = repair;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Repairs, or only says what a repair would do.
   *
   * @return empty when the mirror is not damaged
   * @throws CisternException when the mirror is in use, or the disk refuses; nothing is lost then, and it can be repeated
   */
  public Optional<Plan> repair(boolean dryRun) {
    HeldLock held = lock.acquire(Deadline.after(clock.instant(), patience)).orElseThrow(this::inUse);
    try (held) {
      return dryRun ? repair.plan(held) : repair.repair(held);
    }
  }

  private CisternException inUse() {
    String holder = lock.holder().orElse("another process");
    return new CisternException(new Failure.MirrorInUse("the mirror is in use by " + holder));
  }
}
