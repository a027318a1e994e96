package io.cistern.application.concurrent;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request to stop, looked at between files, pages and batches. It never interrupts a thread, because an interrupt
 * inside an exclusive section would close the lock's channel. Safe for use by many threads.
 */
public final class StopSignal {
  private final AtomicBoolean stopped = new AtomicBoolean();

  /** Asks for a stop; asking again changes nothing. */
  public void stop() {
    stopped.set(true);
  }

  public boolean stopped() {
    return stopped.get();
  }

  /**
   * Does nothing until a stop is asked for.
   *
   * @throws CisternException {@code Interrupted} after that
   */
  public void check() {
    if (stopped()) {
      throw new CisternException(interrupted());
    }
  }

  /** What work that ended because of the signal says. */
  public static Failure interrupted() {
    return new Failure.Interrupted("stopped on request; the mirror is as the last finished step left it");
  }
}
