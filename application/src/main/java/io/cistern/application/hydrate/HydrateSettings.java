package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.placeholder.Globs;
import java.time.Duration;

/**
 * The bounds of a hydration pass; zero or negative means the default unless said.
 *
 * @param eager which files are wanted unasked
 * @param parallelism files fetched at a time; 1 is strictly sequential, in order
 * @param batchSize files committed together at most
 * @param batchPause a rest between batches; zero for none
 * @param fileTimeout how long one file may take as a whole; zero for no bound
 * @param patience how long to wait while another pass runs
 */
public record HydrateSettings(
    EagerRules eager, int parallelism, int batchSize, Duration batchPause, Duration fileTimeout, Duration patience) {
  /** As many as a broker serves without noticing, and enough to hide its latency. */
  public static final int DEFAULT_PARALLELISM = 8;

  /** Spreads the forces of a commit over enough files that they no longer matter. */
  public static final int DEFAULT_BATCH_SIZE = 32;

  /** As for the mirror lock. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

  public static final HydrateSettings DEFAULTS = new HydrateSettings(
      new EagerRules(Globs.of(EagerRules.DEFAULT_GLOBS), EagerRules.DEFAULT_MAX_FILE, EagerRules.DEFAULT_MAX_TOTAL),
      0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public HydrateSettings {
    parallelism = parallelism > 0 ? parallelism : DEFAULT_PARALLELISM;
    batchSize = batchSize > 0 ? batchSize : DEFAULT_BATCH_SIZE;
    patience = patience.isPositive() ? patience : DEFAULT_PATIENCE;
  }
}
