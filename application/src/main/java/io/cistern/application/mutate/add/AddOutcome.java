package io.cistern.application.mutate.add;

import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.Failure;

/** What came of one file. */
public sealed interface AddOutcome {
  /** The path is new. */
  record Added(long bytes) implements AddOutcome {}

  /** The path was there before, with other bytes. */
  record Replaced(long bytes) implements AddOutcome {}

  /** The path holds these bytes already. */
  record Skipped() implements AddOutcome {}

  /**
   * Nothing changed for this file.
   *
   * @param failure says the same for people; its code counts where the reason is {@link Refusal#FAILED}
   */
  record Failed(Refusal reason, Failure failure) implements AddOutcome {
    static Failed of(Refusal reason, String path, String why) {
      return new Failed(reason, new Failure.LocalIo(path, why));
    }
  }
}
