package io.cistern.application.mutate;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.journal.Sequence;
import java.util.List;
import java.util.Optional;

/**
 * What came of a change made here.
 *
 * @param at the number of the last group it made; empty when it made none
 * @param items one per path, in order
 * @param unmatched arguments that named nothing
 * @param unpublished why names could not be switched yet although the change is committed; the next command finishes it
 */
public record ChangeReport(
    Optional<Sequence> at, List<ChangedPath> items, List<String> unmatched, Optional<CisternException> unpublished) {
  public ChangeReport {
    items = List.copyOf(items);
    unmatched = List.copyOf(unmatched);
  }

  /** How many paths are as was asked for. */
  public long done() {
    return items.stream().filter(item -> item.result() instanceof ChangedPath.Result.Done).count();
  }

  /** How many paths needed nothing. */
  public long skipped() {
    return items.stream().filter(item -> item.result() instanceof ChangedPath.Result.Skipped).count();
  }

  /** How many paths a person kept. */
  public long kept() {
    return items.stream().filter(item -> item.result() instanceof ChangedPath.Result.Kept).count();
  }

  /** How many paths failed. */
  public long failed() {
    return items.stream().filter(item -> item.result() instanceof ChangedPath.Result.Failed).count();
  }
}
