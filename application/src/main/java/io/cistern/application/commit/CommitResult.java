package io.cistern.application.commit;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.Outcome;
import java.util.List;

/** How a change ended. */
public sealed interface CommitResult {
  /**
   * Committed, published and retired.
   *
   * @param outcomes one per switched name
   */
  record Done(Sequence at, List<Outcome> outcomes) implements CommitResult {
    public Done {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** Committed, but a visible name could not be switched yet; whoever takes the lock next finishes it. */
  record Unpublished(Sequence at, CisternException cause) implements CommitResult {}

  /** The change decided that there is nothing to do. */
  record Nothing() implements CommitResult {}

  /** What the change had staged is gone: prepare again. */
  record StagingLost() implements CommitResult {}
}
