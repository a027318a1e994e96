package io.cistern.domain.time;

import java.time.Instant;

/**
 * How long somebody waits, asked whenever the time is looked at: a deadline that may move while work goes on, because
 * every sign of life earns more time. A {@link Deadline} is the patience that never moves. Implementations are cheap,
 * never throw, and are safe for use by many threads.
 */
@FunctionalInterface
public interface Patience {
  /** The deadline as it is now; a later answer may be a later moment, or an earlier one. */
  Deadline deadline();

  /** Something has arrived: a moving deadline may earn time by it. */
  default void sawLife() {}

  /**
   * Whether it would last until a moment if the waiting itself were a sign of life, as a wait is whose end is known.
   */
  default boolean outlasts(Instant moment) {
    return !deadline().passed(moment);
  }

  /** Whichever of the two runs out first, whenever it is asked. */
  default Patience orShorter(Patience other) {
    Patience one = this;
    return new Patience() {
      @Override
      public Deadline deadline() {
        return one.deadline().orEarlier(other.deadline());
      }

      @Override
      public boolean outlasts(Instant moment) {
        return one.outlasts(moment) && other.outlasts(moment);
      }

      @Override
      public void sawLife() {
        one.sawLife();
        other.sawLife();
      }
    };
  }
}
