package io.cistern.application.hydrate;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.placeholder.DehydrationOutcome;
import java.util.List;
import java.util.Optional;

/**
 * What came of giving content back. The three counts sum to the candidates.
 *
 * @param bytes the size of what was given back
 * @param firstFailure the reason of the first path that failed
 * @param unmatched arguments that named nothing in the mirror
 */
public record DehydrateReport(
    long candidates,
    long dehydrated,
    long kept,
    long failed,
    long bytes,
    Optional<Failure> firstFailure,
    List<String> unmatched) {
  static final DehydrateReport NONE = new DehydrateReport(0, 0, 0, 0, 0, Optional.empty(), List.of());

  public DehydrateReport {
    unmatched = List.copyOf(unmatched);
    Invariant.check(dehydrated + kept + failed == candidates, "every candidate has exactly one outcome");
  }

  DehydrateReport plus(DehydrationOutcome outcome) {
    return switch (outcome) {
      case DehydrationOutcome.Dehydrated(long size) -> new DehydrateReport(
          candidates + 1, dehydrated + 1, kept, failed, bytes + size, firstFailure, unmatched);
      case DehydrationOutcome.Kept _ -> new DehydrateReport(
          candidates + 1, dehydrated, kept + 1, failed, bytes, firstFailure, unmatched);
      case DehydrationOutcome.Failed(Failure reason) -> new DehydrateReport(
          candidates + 1, dehydrated, kept, failed + 1, bytes, firstFailure.or(() -> Optional.of(reason)), unmatched);
    };
  }

  DehydrateReport withUnmatched(List<String> arguments) {
    return new DehydrateReport(candidates, dehydrated, kept, failed, bytes, firstFailure, arguments);
  }
}
