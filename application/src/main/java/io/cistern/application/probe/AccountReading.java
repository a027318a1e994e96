package io.cistern.application.probe;

import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.Reading;
import java.util.Optional;

/**
 * What is known of one target.
 *
 * @param reading the newest that was learned with the home's credential; empty when nothing ever was
 * @param stale whether the reading is older than it may be to act on it
 * @param failure why nothing new was learned, where somebody tried
 */
public record AccountReading(
    ProbeTarget target, Optional<Reading> reading, boolean stale, Optional<String> failure, How how) {
  /** Where it came from this time. */
  public enum How {
    /** Known here. */
    CACHED,
    /** Another process had asked. */
    SHARED,
    /** Another caller in this process was asking. */
    JOINED,
    /** A helper that was warm, or was started to stay so. */
    WARM,
    /** A helper for this question alone. */
    COLD,
    /** Nobody was asked: no credential, or no helper to be had in time. */
    NOBODY
  }

  /** What may be acted on; empty when it is unknown or stale. */
  public Optional<Reading> toActOn() {
    return stale ? Optional.empty() : reading;
  }
}
