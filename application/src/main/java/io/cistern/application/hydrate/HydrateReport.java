package io.cistern.application.hydrate;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.placeholder.HydrationOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a pass did. The three counts sum to the candidates.
 *
 * @param bytes decoded bytes of what was hydrated
 * @param endedEarly why the pass gave up before its end; what was left counts as failed for this reason
 * @param firstFailure the reason of the first path that failed by itself
 * @param unmatched arguments that named nothing in the mirror
 * @param unreadable directories that could not be looked into, each once; the candidates below them have failed
 * @param asked who runs the pass that was to be followed by this one; this one did nothing then
 */
public record HydrateReport(
    long candidates,
    long hydrated,
    long skippedExisting,
    long failed,
    long bytes,
    Optional<Failure> endedEarly,
    Optional<Failure> firstFailure,
    List<String> unmatched,
    List<String> unreadable,
    Optional<String> asked) {
  /** A pass that has met no candidate yet. */
  public static final HydrateReport NONE =
      new HydrateReport(0, 0, 0, 0, 0, Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());

  public HydrateReport {
    unmatched = List.copyOf(unmatched);
    unreadable = List.copyOf(unreadable);
    Invariant.check(hydrated + skippedExisting + failed == candidates, "every candidate has exactly one outcome");
  }

  HydrateReport plus(HydrationOutcome outcome) {
    return switch (outcome) {
      case HydrationOutcome.Hydrated(long size) -> counting(1, 0, 0, size, Optional.empty());
      case HydrationOutcome.SkippedExisting _ -> counting(0, 1, 0, 0, Optional.empty());
      case HydrationOutcome.Failed(Failure reason, boolean _) -> counting(0, 0, 1, 0, Optional.of(reason));
    };
  }

  /** This pass and the one that followed it, counted together. */
  HydrateReport plus(HydrateReport next) {
    HydrateReport sum =
        counting(next.hydrated, next.skippedExisting, next.failed, next.bytes, next.firstFailure);
    return sum.withEndedEarly(next.endedEarly).withUnreadable(
        Stream.concat(unreadable.stream(), next.unreadable.stream()).distinct().toList());
  }

  private HydrateReport counting(long more, long skipped, long lost, long size, Optional<Failure> failure) {
    return new HydrateReport(
        candidates + more + skipped + lost, hydrated + more, skippedExisting + skipped, failed + lost, bytes + size,
        endedEarly, firstFailure.or(() -> failure), unmatched, unreadable, asked);
  }

  HydrateReport withEndedEarly(Optional<Failure> reason) {
    return new HydrateReport(
        candidates, hydrated, skippedExisting, failed, bytes, reason, firstFailure, unmatched, unreadable, asked);
  }

  /** The same with files that had come before the pass, such as by an export. */
  public HydrateReport withBrought(long files, long size) {
    return counting(files, 0, 0, size, Optional.empty());
  }

  /** The same with files that had been asked for in vain before the pass. */
  public HydrateReport withRefused(Collection<Failure> reasons) {
    return new HydrateReport(
        candidates + reasons.size(), hydrated, skippedExisting, failed + reasons.size(), bytes, endedEarly,
        reasons.stream().findFirst().or(() -> firstFailure), unmatched, unreadable, asked);
  }

  HydrateReport withUnmatched(List<String> arguments) {
    return new HydrateReport(
        candidates, hydrated, skippedExisting, failed, bytes, endedEarly, firstFailure, arguments, unreadable, asked);
  }

  HydrateReport withUnreadable(List<String> directories) {
    return new HydrateReport(
        candidates, hydrated, skippedExisting, failed, bytes, endedEarly, firstFailure, unmatched, directories, asked);
  }

  HydrateReport withAsked(String holder) {
    return new HydrateReport(
        candidates, hydrated, skippedExisting, failed, bytes, endedEarly, firstFailure, unmatched, unreadable,
        Optional.of(holder));
  }
}
