package io.cistern.domain.time;

import java.time.Duration;
import java.time.Instant;

/** The moment by which something must have ended; it only ever gets nearer. */
public record Deadline(Instant at) implements Patience {
  /** For work that is bounded by something else, such as a stop signal. */
  public static final Deadline NEVER = new Deadline(Instant.MAX);

  /** The deadline that lies {@code within} after {@code now}; saturates at {@link #NEVER}. */
  public static Deadline after(Instant now, Duration within) {
    boolean fits = within.compareTo(Duration.between(now, Instant.MAX)) < 0;
    return fits ? new Deadline(now.plus(within)) : NEVER;
  }

  /** Itself. */
  @Override
  public Deadline deadline() {
    return this;
  }

  public boolean passed(Instant now) {
    return !now.isBefore(at);
  }

  /** What is left, never negative. */
  public Duration left(Instant now) {
    return passed(now) ? Duration.ZERO : Duration.between(now, at);
  }

  /** The earlier of the two. */
  public Deadline orEarlier(Deadline other) {
    return other.at.isBefore(at) ? other : this;
  }
}
