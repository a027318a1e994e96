package io.cistern.domain.budget;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.probe.Window;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of one of the broker's limits, until its window is over.
 *
 * <p>Work that nobody waits for may use the first half of a window as fast as it can, so that small work is done at once.
 * From then on what is left above a reserve of a tenth is spread evenly over the time that is left; the reserve is never
 * touched by it, because opens have no other.
 *
 * @param left as the broker told last, less what was asked for since
 * @param ends when all of it is there again
 * @param spread from where it is spread; present when no more than half is left
 */
public record LearnedWindow(
    String name, Measure measure, long limit, long left, Optional<Duration> length, Term ends,
    Optional<Spread> spread) {
  /** What was left at a moment. */
  public record Spread(long left, Duration time) {}

  public LearnedWindow {
    Invariant.check(limit >= 0 && left >= 0, "a window counts upwards from nothing");
  }

  static LearnedWindow of(ToldWindow told, Clocks now) {
    long limit = Math.max(told.limit().orElse(told.left()), 0);
    return new LearnedWindow(
        told.name(), told.measure(), limit, told.left(), told.length(), new Term(now, told.resetsIn()),
        Optional.empty()).spreading(now);
  }

  /**
   * With what an answer said. Within one window less is believed and more is not: answers overtake each other, and what
   * was sent meanwhile is counted here before the broker counts it.
   */
  LearnedWindow told(ToldWindow told, Clocks now) {
    if (ends.over(now)) {
      return of(told, now);
    }
    long most = Math.max(limit, told.limit().orElse(told.left()));
    if (told.left() >= left) {
      return new LearnedWindow(name, measure, most, left, told.length().or(() -> length), ends, spread);
    }
    // Somebody else uses the account, too, or it counts bytes; what is left of requests is spread anew.
    return new LearnedWindow(
        name, measure, most, told.left(), told.length().or(() -> length), ends,
        measure == Measure.REQUESTS ? Optional.empty() : spread).spreading(now);
  }

  /** With so many requests more on their way. */
  LearnedWindow sent(long requests, Clocks now) {
    return measure == Measure.REQUESTS
        ? new LearnedWindow(name, measure, limit, Math.clamp(left - requests, 0, Math.max(left, limit)), length, ends,
            spread).spreading(now)
        : this;
  }

  LearnedWindow rebased(Clocks now) {
    return new LearnedWindow(name, measure, limit, left, length, ends.rebased(now), spread);
  }

  /** How long work that nobody waits for has to wait before its next request. */
  Duration pause(Clocks now) {
    Duration time = ends.left(now);
    if (time.isZero() || left > half()) {
      return Duration.ZERO;
    }
    long spare = left - 1 - reserve();
    long first = spread.map(Spread::left).orElse(left) - reserve();
    if (spare < 0 || first <= 0) {
      return time;
    }
    // The line from (first, its time) down to (0, 0) says how much must be left at each moment.
    double share = Math.min(1, (double) spare / first);
    long wait = time.toMillis() - (long) (share * spread.map(Spread::time).orElse(time).toMillis());
    return wait > 0 ? Duration.ofMillis(wait) : Duration.ZERO;
  }

  /** How many requests may go out before the next look at what others do: a small share, and none of it when it is scarce. */
  long batch() {
    return measure == Measure.BYTES || left <= half() ? 1 : Math.clamp(limit / 100, 1, 32);
  }

  /** What only opens may use; in a window that small there is no room for anything else. */
  long reserve() {
    return Math.max(1, limit / 10);
  }

  /** For whoever asks what is left. */
  Window window(Clocks now) {
    String label = length.isEmpty() || name.contains("/") ? name : Limit.label(name, length.get());
    return Window.remaining(label, limit, left, ends.endsAt(now));
  }

  private long half() {
    return limit / 2;
  }

  private LearnedWindow spreading(Clocks now) {
    if (spread.isPresent() || left > half()) {
      return this;
    }
    return new LearnedWindow(
        name, measure, limit, left, length, ends, Optional.of(new Spread(left, ends.left(now))));
  }
}
