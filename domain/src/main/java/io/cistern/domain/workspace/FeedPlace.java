package io.cistern.domain.workspace;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place in the event feed, with the revision that the event there told. Two feeds that count alike differ in it, so it
 * shows that a broker has lost its state although it has counted past our place again.
 *
 * @param revision empty at a place before the first event, and where the event told none or was not seen
 */
public record FeedPlace(EventCursor cursor, Optional<Revision> revision) {
  /** A place of which only the cursor is known. */
  public static FeedPlace of(EventCursor cursor) {
    return new FeedPlace(cursor, Optional.empty());
  }

  /** Whether a feed that ends at {@code tip} is another one than that in which this place was met. */
  public boolean isNotIn(FeedPlace tip) {
    if (!cursor.equals(tip.cursor)) {
      return isBack(cursor, tip.cursor);
    }
    return revision.isPresent() && tip.revision.isPresent() && !revision.equals(tip.revision);
  }

  /** The place after a page that follows this one; empty when a counter went back on the way. */
  public Optional<FeedPlace> after(EventPage page) {
    FeedPlace last = this;
    for (WorkspaceEvent event : page.events()) {
      boolean back = isBack(last.cursor, event.cursor()) || event.cursor().equals(last.cursor);
      if (back || last.isNewerThan(event)) {
        return Optional.empty();
      }
      last = new FeedPlace(event.cursor(), event.revision());
    }
    return Optional.of(last);
  }

  /** Every change of a file takes the next revision; what else is told may name an earlier one. */
  private boolean isNewerThan(WorkspaceEvent event) {
    return switch (event.kind()) {
      case CREATED, UPDATED, DELETED ->
        revision.isPresent() && event.revision().filter(told -> told.isCountedBefore(revision.get())).isPresent();
      case OTHER -> false;
    };
  }

  private static boolean isBack(EventCursor before, EventCursor here) {
    OptionalLong one = before.number();
    OptionalLong other = here.number();
    return one.isPresent() && other.isPresent() && other.getAsLong() < one.getAsLong();
  }
}
