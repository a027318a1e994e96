package io.cistern.application.testing;

import java.util.concurrent.CountDownLatch;

/** Waiting for another thread, for tests that hold threads at named places. */
public final class Latches {
  private Latches() {}

  /** Waits until it is open; an interrupt is a bug of the test. */
  public static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
