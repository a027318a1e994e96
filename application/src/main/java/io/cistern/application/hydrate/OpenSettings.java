package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.FetchGuard;
import java.time.Duration;

/**
 * The bounds of opening; zero or negative means the default.
 *
 * @param permits files fetched at a time
 * @param timeout how long until a file's first byte; the rest may take as long as bytes come
 * @param guard which files are not fetched, whoever asks
 */
public record OpenSettings(int permits, Duration timeout, FetchGuard guard) {
  /** As many connections as are kept free for people. */
  public static final int DEFAULT_PERMITS = 4;

  /** As long as a person waits before trying again. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);

  public static final OpenSettings DEFAULTS = new OpenSettings(0, Duration.ZERO);

  /** With nothing kept away. */
  public OpenSettings(int permits, Duration timeout) {
    this(permits, timeout, FetchGuard.NONE);
  }

  public OpenSettings {
    guard = guard.named();
    permits = permits > 0 ? permits : DEFAULT_PERMITS;
    timeout = timeout.isPositive() ? timeout : DEFAULT_TIMEOUT;
  }
}
