package io.cistern.domain.bootstrap;

import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One durable step of a bootstrap; its size follows what moved, never the size of the frontier. */
public sealed interface BootstrapStep {
  /**
   * A listing of the whole begins, with the feed's tip taken before anything is listed.
   *
   * @param tip empty when the broker has no feed
   * @param root the directory that is mirrored, {@code "/"} for all
   * @param round which listing of its kind in a row, from 1
   */
  record WalkBegan(Purpose purpose, Optional<EventCursor> tip, String root, int round) implements BootstrapStep {}

  /** An export is asked for; one that finds this step by another process is not tried again. */
  record ExportBegan() implements BootstrapStep {}

  /** The export ended before its first file with an answer that says nothing about exports; it may be tried again. */
  record ExportRefused() implements BootstrapStep {}

  /**
   * The export came to its end; whether it is believed is still to be judged.
   *
   * @param files it brought
   */
  record ExportDelivered(long files) implements BootstrapStep {}

  /**
   * The export is left for the tree.
   *
   * @param reason one line for people
   */
  record ExportLeft(String reason) implements BootstrapStep {}

  /**
   * A page of the directory at the head of the frontier is applied.
   *
   * @param next where its listing goes on
   * @param joined directories too deep for this listing; they join the frontier's end
   * @param page what it came to
   * @param total the broker's count of all files that are mirrored, where the page told it
   * @param last the last path of the page
   */
  record PageApplied(
      Optional<TreeCursor> next, List<String> joined, Tally page, OptionalLong total, Optional<String> last, Instant at)
      implements BootstrapStep {
    public PageApplied {
      joined = List.copyOf(joined);
      Invariant.check(page.joined() == joined.size(), "a page counts the directories that join with it");
    }
  }

  /**
   * Content arrived and is committed; how much is here, the entries say.
   *
   * @param last the last path of it
   */
  record Filled(String last, Instant at) implements BootstrapStep {}

  /** The head's listing starts over, because its cursor is no longer known to the broker. */
  record Relisted() implements BootstrapStep {}

  /** Every directory is listed; what happened meanwhile is still to be replayed. */
  record Listed() implements BootstrapStep {}

  /** Names are complete: a fact in the log, never an inference. */
  record Completed() implements BootstrapStep {}

  /**
   * A cycle ended where it began.
   *
   * @param place what it was at
   * @param cause one line for people
   */
  record Stood(String place, String cause) implements BootstrapStep {}

  /** The bootstrap ends, until somebody changes what made it end. */
  record GaveUp(Stall stall) implements BootstrapStep {}

  /** A bootstrap that gave up is tried again, or one that stood moves again: cycles that stood count from none. */
  record Rearmed() implements BootstrapStep {}
}
