package io.cistern.domain.bootstrap;

import io.cistern.domain.workspace.TreeCursor;
import java.util.List;
import java.util.Optional;

/**
 * A listing of the whole workspace, as far as it has come. Resumes by path: the head of the frontier, and the cursor
 * within it, which is the last path applied.
 *
 * @param purpose why it is made
 * @param round which listing of its kind in a row, from 1
 * @param frontier directories still to be listed, the head first
 * @param cursor where the head's listing goes on; empty at its start
 * @param before where the page before that began; the broker may still know a path between the two when it has
 *     forgotten the cursor
 * @param done what the directories before the head came to
 * @param head what the head's pages came to so far
 */
public record Walk(
    Purpose purpose,
    int round,
    Frontier frontier,
    Optional<TreeCursor> cursor,
    Optional<TreeCursor> before,
    Tally done,
    Tally head) {
  /** Why a workspace is listed. */
  public enum Purpose {
    /** Nothing is known yet. */
    FIRST,
    /** There is no event feed, so that only a listing that tells nothing new shows that nothing was missed. */
    AGAIN,
    /** The broker has lost its state: revisions say nothing any more, only hashes do. */
    RECONCILE
  }

  /**
   * What pages came to.
   *
   * @param files rows that are files
   * @param directories rows that are directories
   * @param joined directories that are listed on their own
   * @param changed paths about which the page told something new
   */
  public record Tally(long files, long directories, int joined, long changed) {
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    public Tally plus(Tally other) {
      return new Tally(
          files + other.files, directories + other.directories, joined + other.joined, changed + other.changed);
    }
  }

  /** A walk that begins at this directory. */
  static Walk from(String root, Purpose purpose, int round) {
    return new Walk(
        purpose, round, Frontier.of(List.of(root)), Optional.empty(), Optional.empty(), Tally.NONE, Tally.NONE);
  }

  /** What all its pages came to so far. */
  public Tally total() {
    return done.plus(head);
  }

  Walk afterPage(Optional<TreeCursor> next, List<String> joined, Tally page) {
    Frontier waiting = frontier.with(joined);
    Tally here = head.plus(page);
    return next.isPresent()
        ? new Walk(purpose, round, waiting, next, cursor, done, here)
        : new Walk(
            purpose, round, waiting.withoutHead(), Optional.empty(), Optional.empty(), done.plus(here), Tally.NONE);
  }

  /** The head is listed from its start again, and all it has brought is told again. */
  Walk relisted() {
    return new Walk(
        purpose, round, frontier.withoutLast(head.joined()), Optional.empty(), Optional.empty(), done, Tally.NONE);
  }

  /** Nothing is left to list, whatever waited. */
  Walk ended() {
    return new Walk(purpose, round, Frontier.EMPTY, Optional.empty(), Optional.empty(), total(), Tally.NONE);
  }

  Walk withFrontier(Frontier other) {
    return new Walk(purpose, round, other, cursor, before, done, head);
  }
}
