package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.time.Deadline;

/**
 * What to fill.
 *
 * @param deadline when to stop; the rest is filled by the next pass
 */
public record HydrateRequest(Selection selection, Deadline deadline, WhenBusy whenBusy) {
  /** What to do while another pass runs. */
  public enum WhenBusy {
    /** Wait for its end, for a moment. */
    WAIT,
    /** Have it followed by one over what the eager rules name, and be done. */
    ASK
  }

  /** As above, waiting. */
  public HydrateRequest(Selection selection, Deadline deadline) {
    this(selection, deadline, WhenBusy.WAIT);
  }

  /** A pass that has all the time it needs. */
  public static HydrateRequest of(Selection selection) {
    return new HydrateRequest(selection, Deadline.NEVER);
  }

  /** What nobody waits for: where a pass runs already, it runs once more. */
  public static HydrateRequest background(Selection selection, Deadline deadline) {
    return new HydrateRequest(
        selection, deadline, selection instanceof Selection.Eager ? WhenBusy.ASK : WhenBusy.WAIT);
  }
}
