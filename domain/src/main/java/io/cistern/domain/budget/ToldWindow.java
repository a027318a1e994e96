package io.cistern.domain.budget;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.failure.Invariant;
import java.time.Duration;
import java.util.Optional;

/**
 * What an answer said of one of the broker's limits.
 *
 * @param name the broker's own name for it
 * @param limit how much the window holds, where the broker said so
 * @param left how much of it is left
 * @param length how long the window is, where the broker said so
 * @param resetsIn how long until all of it is there again
 */
public record ToldWindow(
    String name, Measure measure, Optional<Long> limit, long left, Optional<Duration> length, Duration resetsIn) {
  public ToldWindow {
    Invariant.check(left >= 0 && !resetsIn.isNegative(), "a window is told in numbers that count upwards");
  }
}
