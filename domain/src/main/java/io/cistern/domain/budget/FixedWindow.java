package io.cistern.domain.budget;

import io.cistern.domain.failure.Invariant;
import io.cistern.domain.probe.Window;
import java.time.Instant;
import java.util.Optional;

/**
 * How much of a limit is used up. The stretch begins with the first use and ends as a whole, which the contract calls a
 * fixed window: it costs two numbers, and the moment at which all is there again is exact, while a sliding window would
 * have to remember every use in order to say less.
 *
 * @param began empty before the first use
 * @param used may exceed the limit, because the bytes of an answer are known only afterwards
 */
public record FixedWindow(Limit limit, Optional<Instant> began, long used) {
  public FixedWindow {
    Invariant.check(used >= 0 && (began.isPresent() || used == 0), "what is used was used some time");
  }

  /** Nothing used yet. */
  public static FixedWindow unused(Limit limit) {
    return new FixedWindow(limit, Optional.empty(), 0);
  }

  /** As it is now: anew when its stretch is over, or began in a future that a clock has taken back. */
  public FixedWindow at(Instant now) {
    return began.filter(then -> !now.isBefore(then) && now.isBefore(then.plus(limit.window()))).isPresent()
        ? this
        : unused(limit);
  }

  /** With more used, now. */
  public FixedWindow plus(long more, Instant now) {
    FixedWindow current = at(now);
    long sum = current.used() + more;
    return new FixedWindow(limit, Optional.of(current.began().orElse(now)), sum < 0 ? Long.MAX_VALUE : sum);
  }

  /** Whether nothing is left. */
  public boolean exhausted() {
    return used >= limit.most();
  }

  /** When all of it is there again, if it is used now at the latest. */
  public Instant resetsAt(Instant now) {
    return began.orElse(now).plus(limit.window());
  }

  /** For whoever asks what is left. */
  public Window window(Instant now) {
    return Window.used(limit.label(), limit.most(), used, resetsAt(now));
  }
}
