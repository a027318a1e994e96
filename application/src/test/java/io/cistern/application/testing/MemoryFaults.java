package io.cistern.application.testing;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Failures of a mirror in memory, planted by a test. Safe for use by many threads. */
public final class MemoryFaults {
  /** Where a failure can be planted. */
  public enum Point {
    APPEND,
    PUBLISH,
    STAGE,
    FORCE_STAGING
  }

  private final Map<Point, Integer> due = new EnumMap<>(Point.class);
  private final Map<Point, Integer> skip = new EnumMap<>(Point.class);

  /** The next {@code times} calls at this point fail. */
  public void next(Point point, int times) {
    after(point, 0, times);
  }

  /** After {@code skipped} more good calls, {@code times} calls at this point fail. */
  public synchronized void after(Point point, int skipped, int times) {
    skip.put(point, skipped);
    due.put(point, times);
  }

  synchronized void hit(Point point, Supplier<? extends RuntimeException> failure) {
    if (due.getOrDefault(point, 0) == 0) {
      return;
    }
    if (skip.getOrDefault(point, 0) > 0) {
      skip.merge(point, -1, Integer::sum);
      return;
    }
    due.merge(point, -1, Integer::sum);
    throw failure.get();
  }
}
