package io.cistern.application.mutate.add;

import io.cistern.domain.failure.Failure;
import java.util.Optional;

/**
 * How adding ended; the counts always sum to the candidates.
 *
 * @param bytes of what was added and replaced
 * @param endedEarly what kept the rest from being tried
 */
public record AddReport(
    long candidates, long added, long replaced, long skipped, long failed, long bytes, Optional<Failure> endedEarly) {
  public static final AddReport NONE = new AddReport(0, 0, 0, 0, 0, 0, Optional.empty());

  AddReport plus(AddOutcome outcome) {
    return switch (outcome) {
      case AddOutcome.Added(long more) ->
        new AddReport(candidates + 1, added + 1, replaced, skipped, failed, bytes + more, endedEarly);
      case AddOutcome.Replaced(long more) ->
        new AddReport(candidates + 1, added, replaced + 1, skipped, failed, bytes + more, endedEarly);
      case AddOutcome.Skipped() ->
        new AddReport(candidates + 1, added, replaced, skipped + 1, failed, bytes, endedEarly);
      case AddOutcome.Failed _ ->
        new AddReport(candidates + 1, added, replaced, skipped, failed + 1, bytes, endedEarly);
    };
  }

  AddReport withEndedEarly(Optional<Failure> reason) {
    return new AddReport(candidates, added, replaced, skipped, failed, bytes, reason);
  }
}
