package io.cistern.cli.command;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.cli.output.ExitCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What Ctrl-C and a termination ask of a run. Safe for use by many threads. */
public final class StopRequest {
  private final StopSignal signal = new StopSignal();
  private final CountDownLatch requested = new CountDownLatch(1);
  private final AtomicInteger exitCode = new AtomicInteger(ExitCode.INTERRUPTED);

  /** What work looks at between two steps. */
  public StopSignal signal() {
    return signal;
  }

  /**
   * Asks for a clean stop.
   *
   * @param code the exit code of a run that stops because of this
   * @return false when a stop had been asked for before
   */
  public boolean request(int code) {
    boolean first = !signal.stopped();
    if (first) {
      exitCode.set(code);
    }
    signal.stop();
    requested.countDown();
    return first;
  }

  /** The exit code of a run that stopped on request. */
  public int exitCode() {
    return exitCode.get();
  }

  /** Waits until a stop is asked for; false when that did not happen in time. */
  public boolean await(Duration atMost) {
    boolean interrupted = false;
    long end = System.nanoTime() + atMost.toNanos();
    try {
      while (true) {
        try {
          return requested.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
