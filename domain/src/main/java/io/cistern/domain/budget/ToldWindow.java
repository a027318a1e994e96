package io.cistern.domain.budget;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.probe.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** What an account was told to have left; empty for what is counted in neither requests nor bytes, or is over. */
  public static Optional<ToldWindow> of(Window window, Instant now) {
    String name = window.label().split("/", 2)[0];
    return Stream.of(Measure.values())
        .filter(measure -> measure.word().equals(name) && now.isBefore(window.resetsAt()))
        .map(measure -> new ToldWindow(
            name, measure, Optional.of(window.limit()), window.remaining(), Optional.empty(),
            Duration.between(now, window.resetsAt())))
        .findFirst();
  }
}
