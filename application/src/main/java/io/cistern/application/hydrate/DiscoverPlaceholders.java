package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.Selection;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds what a pass would fill, in its order, without a request, a lock or a change. Lists and looks; opens no file and
 * follows no link. Safe for use by many threads.
 */
public final class DiscoverPlaceholders {
  private final Discovery discovery;

  /** Keeps this. */
  @Inject
  public DiscoverPlaceholders(Discovery discovery) {
    this.discovery = discovery;
  }

  /**
   * Looks now.
   *
   * @param sink told of each wanted path that could be looked at, on this thread
   */
  public Discovered discover(Selection selection, Consumer<Found> sink) {
    long count = 0;
    long bytes = 0;
    long obstructed = 0;
    Unreadable unreadable = discovery.unreadable();
    Candidates candidates = discovery.candidates(selection, Set.of());
    while (candidates.hasNext()) {
      Optional<Found> found = discovery.look(candidates.next(), unreadable);
      found.ifPresent(sink);
      if (found.isPresent() && found.get() instanceof Found.Candidate candidate) {
        count++;
        bytes += candidate.entry().size();
      } else if (found.isPresent()) {
        obstructed++;
      }
    }
    return new Discovered(count, bytes, obstructed, unreadable.directories(), candidates.unmatched());
  }
}
