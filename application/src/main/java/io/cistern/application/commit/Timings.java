package io.cistern.application.commit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells, at the level of debugging, how long each stage of a change took. Costs one question when that is off. */
public final class Timings {
  private static final Logger LOG = LoggerFactory.getLogger(Timings.class);

  private final InstantSource clock;

  /** By this clock. */
  public Timings(InstantSource clock) {
    this.clock = clock;
  }

  /** The stages of a change, as they are told. */
  public enum Stage {
    LOCK_WAIT("lock_wait"),
    PREFILTER("prefilter"),
    PREPARE("prepare"),
    COMMIT("commit"),
    PUBLISH("publish"),
    RETIRE("retire");

    private final String text;

    Stage(String text) {
      this.text = text;
    }
  }

  /**
   * Does the work.
   *
   * @param what it is about: a name, or how many groups
   */
  public <T> T measured(Stage stage, Object what, Supplier<T> work) {
    if (!LOG.isDebugEnabled()) {
      return work.get();
    }
    Instant from = clock.instant();
    try {
      return work.get();
    } finally {
      LOG.debug("{} {} µs ({})", stage.text, Duration.between(from, clock.instant()).toNanos() / 1000, what);
    }
  }
}
