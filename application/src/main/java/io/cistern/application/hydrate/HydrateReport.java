package io.cistern.application.hydrate;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.placeholder.HydrationOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a pass did. The three counts sum to the candidates.
 *
 * @param bytes decoded bytes of what was hydrated
 * @param endedEarly why the pass gave up before its end; what was left counts as failed for this reason
 * @param firstFailure the reason of the first path that failed by itself
 * @param unmatched arguments that named nothing in the mirror
 */
public record HydrateReport(
    long candidates,
    long hydrated,
    long skippedExisting,
    long failed,
    long bytes,
    Optional<Failure> endedEarly,
    Optional<Failure> firstFailure,
    List<String> unmatched) {
  /** A pass that has met no candidate yet. */
  public static final HydrateReport NONE =
      new HydrateReport(0, 0, 0, 0, 0, Optional.empty(), Optional.empty(), List.of());

  public HydrateReport {
    unmatched = List.copyOf(unmatched);
    Invariant.check(hydrated + skippedExisting + failed == candidates, "every candidate has exactly one outcome");
  }

  HydrateReport plus(HydrationOutcome outcome) {
    return switch (outcome) {
      case HydrationOutcome.Hydrated(long size) -> new HydrateReport(
          candidates + 1, hydrated + 1, skippedExisting, failed, bytes + size, endedEarly, firstFailure, unmatched);
      case HydrationOutcome.SkippedExisting _ -> new HydrateReport(
          candidates + 1, hydrated, skippedExisting + 1, failed, bytes, endedEarly, firstFailure, unmatched);
      case HydrationOutcome.Failed(Failure reason, boolean _) -> new HydrateReport(
          candidates + 1, hydrated, skippedExisting, failed + 1, bytes, endedEarly,
          firstFailure.or(() -> Optional.of(reason)), unmatched);
    };
  }

  HydrateReport withEndedEarly(Optional<Failure> reason) {
    return new HydrateReport(
        candidates, hydrated, skippedExisting, failed, bytes, reason, firstFailure, unmatched);
  }

  /** The same with files that had come before the pass, such as by an export. */
  public HydrateReport withBrought(long files, long size) {
    return new HydrateReport(
        candidates + files, hydrated + files, skippedExisting, failed, bytes + size, endedEarly, firstFailure,
        unmatched);
  }

  /** The same with files that had been asked for in vain before the pass. */
  public HydrateReport withRefused(Collection<Failure> reasons) {
    return new HydrateReport(
        candidates + reasons.size(), hydrated, skippedExisting, failed + reasons.size(), bytes, endedEarly,
        reasons.stream().findFirst().or(() -> firstFailure), unmatched);
  }

  HydrateReport withUnmatched(List<String> arguments) {
    return new HydrateReport(
        candidates, hydrated, skippedExisting, failed, bytes, endedEarly, firstFailure, arguments);
  }
}
