package io.cistern.domain.probe;

import io.cistern.domain.failure.Invariant;
import java.time.Instant;

/**
 * What may be used up before a moment.
 *
 * @param label what is counted, and over which time: {@code requests/h}
 * @param limit how much the window holds
 * @param used how much of it is gone; may exceed the limit
 * @param remaining what is left, never below 0
 * @param resetsAt when the whole is there again
 */
public record Window(String label, long limit, long used, long remaining, Instant resetsAt) {
  public Window {
    Invariant.check(limit >= 0 && used >= 0 && remaining >= 0, "a window counts upwards from nothing");
  }

  /** Where only what is used is known. */
  public static Window used(String label, long limit, long used, Instant resetsAt) {
    return new Window(label, limit, used, Math.max(0, limit - used), resetsAt);
  }

  /** Where only what is left is known. */
  public static Window remaining(String label, long limit, long remaining, Instant resetsAt) {
    long left = Math.max(0, remaining);
    return new Window(label, limit, Math.max(0, limit - left), left, resetsAt);
  }
}
