package io.cistern.cli.command;

import io.cistern.cli.output.ExitCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Asks a run to stop when {@code --timeout} has passed, between two steps like any stop. */
final class Watchdog {
  private Watchdog() {}

  /** Does the work and answers its exit code; work without a timeout needs no thread. */
  static int over(Optional<Duration> timeout, StopRequest stop, IntSupplier work) {
    if (timeout.isEmpty()) {
      return work.getAsInt();
    }
    CountDownLatch over = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> watch(timeout.get(), over, stop));
    try {
      return work.getAsInt();
    } finally {
      over.countDown();
    }
  }

  private static void watch(Duration within, CountDownLatch over, StopRequest stop) {
    try {
      if (!over.await(within.toNanos(), TimeUnit.NANOSECONDS)) {
        stop.request(ExitCode.TIMED_OUT);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
