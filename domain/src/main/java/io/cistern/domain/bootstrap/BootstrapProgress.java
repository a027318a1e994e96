package io.cistern.domain.bootstrap;

import io.cistern.domain.failure.Invariant;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a bootstrap stands.
 *
 * @param phase what comes next
 * @param tip the feed's tip, taken before the first listing; empty when there is no feed
 * @param frontier directories still to be listed, the head first
 * @param cursor where the head's listing goes on; empty at its start
 * @param filesSeen files of all applied pages
 */
public record BootstrapProgress(
    Phase phase, Optional<EventCursor> tip, List<String> frontier, Optional<TreeCursor> cursor, long filesSeen) {
  /** A mirror that has not begun. */
  public static final BootstrapProgress NOT_STARTED =
      new BootstrapProgress(Phase.NOT_STARTED, Optional.empty(), List.of(), Optional.empty(), 0);

  /** What a bootstrap does next. */
  public enum Phase {
    NOT_STARTED,
    LISTING,
    REPLAYING,
    COMPLETE
  }

  public BootstrapProgress {
    frontier = List.copyOf(frontier);
  }

  public boolean complete() {
    return phase == Phase.COMPLETE;
  }

  /** The progress after one more step. */
  public BootstrapProgress after(BootstrapStep step) {
    return switch (step) {
      case BootstrapStep.Started started ->
        new BootstrapProgress(Phase.LISTING, started.tip(), List.of(started.root()), Optional.empty(), 0);
      case BootstrapStep.PageApplied page -> pageApplied(page);
      case BootstrapStep.Relisted() -> new BootstrapProgress(phase, tip, frontier, Optional.empty(), filesSeen);
      case BootstrapStep.Listed() ->
        new BootstrapProgress(Phase.REPLAYING, tip, List.of(), Optional.empty(), filesSeen);
      case BootstrapStep.Completed() ->
        new BootstrapProgress(Phase.COMPLETE, tip, List.of(), Optional.empty(), filesSeen);
    };
  }

  private BootstrapProgress pageApplied(BootstrapStep.PageApplied page) {
    Invariant.check(!frontier.isEmpty(), "a page belongs to the directory at the head of the frontier");
    ArrayDeque<String> next = new ArrayDeque<>(frontier);
    if (page.next().isEmpty()) {
      next.removeFirst();
    }
    Set<String> known = new HashSet<>(frontier);
    page.joined().stream().filter(known::add).forEach(next::addLast);
    return new BootstrapProgress(phase, tip, new ArrayList<>(next), page.next(), filesSeen + page.files());
  }
}
