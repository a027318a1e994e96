package io.cistern.domain.probe;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a reading is good for. One that is older may be shown, marked, and is never acted on.
 *
 * @param ttl from when the service answered
 * @param most readings kept at once
 */
public record Freshness(Duration ttl, int most) {
  /** Long enough that a screen full of callers costs one question, short enough to plan by. */
  public static final Freshness DEFAULT = new Freshness(Duration.ofSeconds(45), 64);

  /** Whether a reading may be acted on. One from the future says that the clock jumped, and so nothing. */
  public boolean isFresh(Reading reading, Instant now) {
    return !reading.fetchedAt().isAfter(now) && now.isBefore(reading.fetchedAt().plus(ttl));
  }
}
