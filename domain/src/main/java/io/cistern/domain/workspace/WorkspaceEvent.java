package io.cistern.domain.workspace;

import java.time.Instant;
import java.util.Optional;

/**
 * One event of the feed.
 *
 * @param cursor its own place: resume after it
 * @param kind what happened; {@link Kind#OTHER} is skipped by a mirror, the cursor moves over it all the same
 * @param name the path as sent; parse it before use
 * @param revision empty where the event carries none
 * @param hash of the new content, for creates and updates that tell it
 * @param provider the path provider; empty when the event carries none
 * @param origin who caused it, as sent (for example {@code agent_write})
 * @param correlationId of the request that caused it, maybe empty
 */
public record WorkspaceEvent(
    EventCursor cursor,
    Kind kind,
    String name,
    Optional<Revision> revision,
    Optional<ContentHash> hash,
    Optional<String> provider,
    String origin,
    String correlationId,
    Instant at) {
  /** What an event means for a mirror. */
  public enum Kind {
    CREATED,
    UPDATED,
    DELETED,
    OTHER
  }
}
