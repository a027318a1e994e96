package io.cistern.domain.bootstrap;

import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.util.List;
import java.util.Optional;

/** One durable step of a bootstrap; its size follows what moved, never the size of the frontier. */
public sealed interface BootstrapStep {
  /**
   * The walk begins, with the feed's tip taken before anything is listed.
   *
   * @param tip empty when the broker has no feed
   * @param root the directory that is mirrored, {@code "/"} for all
   */
  record Started(Optional<EventCursor> tip, String root) implements BootstrapStep {}

  /**
   * A page of the directory at the head of the frontier is applied.
   *
   * @param next where its listing goes on
   * @param joined directories too deep for this listing; they join the frontier's end
   * @param files how many files the page brought
   */
  record PageApplied(Optional<TreeCursor> next, List<String> joined, long files) implements BootstrapStep {
    public PageApplied {
      joined = List.copyOf(joined);
    }
  }

  /** The head's listing starts over, because its cursor is no longer known to the broker. */
  record Relisted() implements BootstrapStep {}

  /** Every directory is listed; what happened meanwhile is still to be replayed. */
  record Listed() implements BootstrapStep {}

  /** Names are complete: a fact in the log, never an inference. */
  record Completed() implements BootstrapStep {}
}
