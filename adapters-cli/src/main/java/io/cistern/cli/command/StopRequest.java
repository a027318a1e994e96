package io.cistern.cli.command;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.cli.output.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What Ctrl-C and a termination ask of a run. Safe for use by many threads. */
public final class StopRequest {
  /** Some senders signal the process and then its whole group; no person is that fast. */
  private static final Duration SAME_REQUEST = Duration.ofMillis(250);

  private final StopSignal signal = new StopSignal();
  private final CountDownLatch requested = new CountDownLatch(1);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger exitCode = new AtomicInteger(ExitCode.INTERRUPTED);
  private final AtomicLong firstAt = new AtomicLong();

  /** What work looks at between two steps. */
  public StopSignal signal() {
    return signal;
  }

  /**
   * Asks for a clean stop.
   *
   * @param code the exit code of a run that stops because of this
   * @return false when a stop had been asked for before, so that whoever asks wants it at once
   */
  public boolean request(int code) {
    synchronized (this) {
      if (signal.stopped()) {
        return System.nanoTime() - firstAt.get() < SAME_REQUEST.toNanos();
      }
      firstAt.set(System.nanoTime());
      exitCode.set(code);
      signal.stop();
      requested.countDown();
    }
    // Without the lock: whoever asks a second time must not wait for what the first time has set off.
    listeners.forEach(Runnable::run);
    return true;
  }

  /** Runs this when a stop is asked for, at once if one was; possibly twice, on any thread. */
  public void whenRequested(Runnable listener) {
    listeners.add(listener);
    if (signal.stopped()) {
      listener.run();
    }
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
