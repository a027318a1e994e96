package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.time.Deadline;

/**
 * What to fill.
 *
 * @param deadline when to stop; the rest is filled by the next pass
 */
public record HydrateRequest(Selection selection, Deadline deadline) {
  /** A pass that has all the time it needs. */
  public static HydrateRequest of(Selection selection) {
    return new HydrateRequest(selection, Deadline.NEVER);
  }
}
