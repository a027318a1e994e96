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
public record HydrateRequest(Selection selection, Deadline deadline, Set<String> except) {
  public HydrateRequest {
    except = Set.copyOf(except);
  }

  /** Everything that is selected. */
  public HydrateRequest(Selection selection, Deadline deadline) {
    this(selection, deadline, Set.of());
  }

  /** The same without these. */
  public HydrateRequest except(Set<String> names) {
    return new HydrateRequest(selection, deadline, names);
  }

  /** A pass that has all the time it needs. */
  public static HydrateRequest of(Selection selection) {
    return new HydrateRequest(selection, Deadline.NEVER);
  }
}
