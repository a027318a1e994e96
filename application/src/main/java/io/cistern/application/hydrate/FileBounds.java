package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.FetchGuard;
import java.time.Duration;

/**
 * What one file of a pass may cost.
 *
 * @param silence how long it may take without a byte; zero or negative means the default
 * @param whole how long it may take as a whole; zero for no bound
 * @param guard which files are not fetched
 */
public record FileBounds(Duration silence, Duration whole, FetchGuard guard) {
  /** A broker that has nothing to say for so long has forgotten the request. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(10);

  public static final FileBounds DEFAULT = new FileBounds(DEFAULT_SILENCE, Duration.ZERO, FetchGuard.NONE);

  public FileBounds {
    silence = silence.isPositive() ? silence : DEFAULT_SILENCE;
  }
}
