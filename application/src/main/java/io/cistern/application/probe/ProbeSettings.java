package io.cistern.application.probe;

import io.cistern.domain.probe.Freshness;
import io.cistern.domain.probe.PoolLimits;
import java.time.Duration;

/**
 * How accounts are asked.
 *
 * @param timeout how long one question may take, the waiting for a helper included
 */
public record ProbeSettings(PoolLimits pool, Freshness freshness, Duration timeout) {
  /** Above the 30 s in which an HTTP client gives a broker up, so that the better error is the one that is seen. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(35);

  public static final ProbeSettings DEFAULT =
      new ProbeSettings(PoolLimits.DEFAULT, Freshness.DEFAULT, DEFAULT_TIMEOUT);
}
