package io.cistern.domain.bootstrap;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait between two cycles: one second, doubling to thirty, half of it by chance. */
public final class CyclePause {
  private static final long FIRST = 1000;
  private static final long LONGEST = 30_000;

  private CyclePause() {}

  /**
   * The pause after so many cycles in a row that did not move.
   *
   * @param cycles at least 1
   * @param chance between 0 and 1, asked once
   */
  public static Duration after(int cycles, DoubleSupplier chance) {
    long bound = Math.min(LONGEST, FIRST << Math.min(Math.max(cycles, 1) - 1, 20));
    return Duration.ofMillis(bound / 2 + (long) (chance.getAsDouble() * (bound - bound / 2)));
  }
}
