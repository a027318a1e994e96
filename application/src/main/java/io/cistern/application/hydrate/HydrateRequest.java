package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.time.Deadline;
import java.util.Set;

/**
 * What to fill.
 *
 * @param deadline when to stop; the rest is filled by the next pass
 * @param except names that are no candidates, because the caller has just asked for them in vain
 */
public record HydrateRequest(Selection selection, Deadline deadline, WhenBusy whenBusy, Set<String> except) {
  public HydrateRequest {
    except = Set.copyOf(except);
  }

  /** What to do while another pass runs. */
  public enum WhenBusy {
    /** Wait for its end, for a moment. */
    WAIT,
    /** Have it followed by one over what the eager rules name, and be done. */
    ASK
  }

  /** Everything that is selected, waiting. */
  public HydrateRequest(Selection selection, Deadline deadline) {
    this(selection, deadline, WhenBusy.WAIT, Set.of());
  }

  /** The same without these. */
  public HydrateRequest except(Set<String> names) {
    return new HydrateRequest(selection, deadline, whenBusy, names);
  }

  /** A pass that has all the time it needs. */
  public static HydrateRequest of(Selection selection) {
    return new HydrateRequest(selection, Deadline.NEVER);
  }

  /** What nobody waits for: where a pass runs already, it runs once more. */
  public static HydrateRequest background(Selection selection, Deadline deadline) {
    return new HydrateRequest(
        selection, deadline, selection instanceof Selection.Eager ? WhenBusy.ASK : WhenBusy.WAIT, Set.of());
  }
}
