package io.cistern.domain.journal;

import io.cistern.domain.publish.Outcome;
import java.util.List;

/**
 * Says that every visible name of a group is durable, and how each publication ended.
 *
 * @param outcomes one per switch of the group, in its order
 */
public record Retirement(Sequence of, List<Outcome> outcomes) {
  public Retirement {
    outcomes = List.copyOf(outcomes);
  }

  /** Whether some publication yielded, so that this retirement has to be forced before anything staged is dropped. */
  public boolean mustBeForced() {
    return outcomes.stream().anyMatch(Outcome.Yielded.class::isInstance);
  }
}
