package io.cistern.domain.workspace;

import java.util.List;

/**
 * A page of the event feed.
 *
 * @param more whether further events followed this page when it was cut
 */
public record EventPage(List<WorkspaceEvent> events, boolean more) {
  public EventPage {
    events = List.copyOf(events);
  }
}
