package io.cistern.application.hydrate;

import java.time.Duration;

/**
 * How much of a pass goes on at once.
 *
 * @param parallelism files fetched at a time; 1 is strictly sequential, in order, on the calling thread; less acts as 1
 * @param batchSize files begun between two rests, and committed together at most; less than 1 acts as 1
 * @param batchPause a rest between batches; zero for none
 * @param inFlightBytes listed bytes under way at a time; a larger file still goes, and counts as half of it; zero or
 *     negative means the default
 */
public record Pace(int parallelism, int batchSize, Duration batchPause, long inFlightBytes) {
  /** As many as a broker serves without noticing, and enough to hide its latency. */
  public static final int DEFAULT_PARALLELISM = 8;

  /** Spreads the forces of a commit over enough files that they no longer matter. */
  public static final int DEFAULT_BATCH_SIZE = 32;

  /** A few seconds of an ordinary line, so that a stop or an open need not wait behind more. */
  public static final long DEFAULT_IN_FLIGHT_BYTES = 64L << 20;

  public static final Pace DEFAULT =
      new Pace(DEFAULT_PARALLELISM, DEFAULT_BATCH_SIZE, Duration.ZERO, DEFAULT_IN_FLIGHT_BYTES);

  public Pace {
    parallelism = Math.max(1, parallelism);
    batchSize = Math.max(1, batchSize);
    inFlightBytes = inFlightBytes > 0 ? inFlightBytes : DEFAULT_IN_FLIGHT_BYTES;
  }

  boolean isSequential() {
    return parallelism == 1;
  }
}
