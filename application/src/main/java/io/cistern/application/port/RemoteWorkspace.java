package io.cistern.application.port;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.EventPage;
import io.cistern.domain.workspace.FeedPlace;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreePage;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The remote, over relayfile-v1. Never called while the mirror lock is held (invariant I8). Retries what is worth
 * retrying, within the caller's patience and never before the broker allows; what fails after that is thrown as
 * {@code Failure.Remote}, or answered where a caller must choose.
 *
 * <p>A patience is asked again and again until the answer was read: a deadline that moves on keeps a slow answer alive, and
 * one that moves nearer breaks it off within a quarter of a second, wherever it hangs. Safe for use by many threads.
 */
public interface RemoteWorkspace extends AutoCloseable {
  /** The newest event's place, {@link EventCursor#START} when there has been none. */
  Feed tip(Patience patience);

  /**
   * One page of a listing.
   *
   * @param directory {@code "/"} or a canonical path
   * @param depth levels below it, 1 to 100
   */
  Listing tree(String directory, int depth, Optional<TreeCursor> from, Patience patience);

  /**
   * One file, its body decoded and unread.
   *
   * @param patience in the on-demand lane for the head of the answer: while the body comes, only a deadline nearer than
   *     it was then still counts
   */
  ReadOutcome read(WorkspacePath path, Lane lane, Patience patience);

  /**
   * Every file below a directory, in the broker's order, one after the other; the sink is called once per file on the
   * calling thread and must consume its body before it returns.
   */
  ExportOutcome export(String directory, Consumer<RemoteContent> sink, Patience patience);

  /** Events after a place, oldest first. */
  Events events(EventCursor since, int limit, Patience patience);

  /** Whether the broker answers its health route. */
  boolean healthy(Patience patience);

  /** Ends every request still running and gives the connections back. */
  @Override
  void close();

  /** Which reserved connections a read may use. */
  enum Lane {
    EAGER,
    ON_DEMAND
  }

  /** Whether there is an event feed, and where it ends. */
  sealed interface Feed {
    /**
     * There is one.
     *
     * @param revision what the newest event told; empty where it told none, and where there has been none
     */
    record At(EventCursor tip, Optional<Revision> revision) implements Feed {
      /** Its end, of which only the cursor is known. */
      public At(EventCursor tip) {
        this(tip, Optional.empty());
      }

      /** The feed's end. */
      public FeedPlace place() {
        return new FeedPlace(tip, revision);
      }
    }

    /** Refused (403) or absent (404). */
    record None(String why) implements Feed {}
  }

  /** How asking for a page ended. */
  sealed interface Listing {
    record Page(TreePage page) implements Listing {}

    /** 400: the broker no longer knows the cursor; relist the directory, never an error for the user. */
    record CursorGone() implements Listing {}
  }

  /** How asking for events ended. */
  sealed interface Events {
    record Page(EventPage page) implements Events {}

    /** Refused (403) or absent (404). */
    record None(String why) implements Events {}
  }

  /** How a read ended; failures that hold for this path alone are answers, not exceptions. */
  sealed interface ReadOutcome {
    record Received(RemoteContent content) implements ReadOutcome {}

    /** 404: gone, or never there. */
    record Gone() implements ReadOutcome {}

    /** 403, a broken answer, or a limit; {@code failure} says which and whether to try again. */
    record Failed(Failure.Remote failure) implements ReadOutcome {}
  }

  /** How an export ended. What the sink consumed before is kept, whatever the answer. */
  sealed interface ExportOutcome {
    record Finished(long files) implements ExportOutcome {}

    /**
     * Not to be had now: pull the tree in the same cycle.
     *
     * @param reason one line for people, without control characters
     */
    record FellThrough(String reason) implements ExportOutcome {}
  }
}
