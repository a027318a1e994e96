package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.Globs;
import java.time.Duration;

/**
 * The bounds of a hydration pass.
 *
 * @param eager which files are wanted unasked
 * @param patience how long to wait while another pass runs; zero or negative means the default
 */
public record HydrateSettings(EagerRules eager, Pace pace, FileBounds bounds, Duration patience) {
  /** As for the mirror lock. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

  public static final HydrateSettings DEFAULTS = new HydrateSettings(
      new EagerRules(Globs.of(EagerRules.DEFAULT_GLOBS), EagerRules.DEFAULT_MAX_FILE, EagerRules.DEFAULT_MAX_TOTAL),
      Pace.DEFAULT, FileBounds.DEFAULT, DEFAULT_PATIENCE);

  /** With the usual bounds for each file and for what is under way. */
  public HydrateSettings(
      EagerRules eager, int parallelism, int batchSize, Duration batchPause, Duration fileTimeout, Duration patience) {
    this(
        eager, new Pace(parallelism, batchSize, batchPause, 0),
        new FileBounds(Duration.ZERO, fileTimeout, FetchGuard.NONE), patience);
  }

  public HydrateSettings {
    patience = patience.isPositive() ? patience : DEFAULT_PATIENCE;
  }
}
