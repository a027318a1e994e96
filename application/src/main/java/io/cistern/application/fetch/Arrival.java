package io.cistern.application.fetch;

import io.cistern.application.concurrent.Flights.Flight;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/**
 * A path that was read, well or badly; nothing is committed yet.
 *
 * @param wanted the placeholder
 * @param prepared how often it was read before, in vain
 * @param flight ends when its change is published; absent when another one was joined
 */
public record Arrival(
    PathEntry wanted, int prepared, Fetched fetched, Optional<Flight<WorkspacePath, HydrationOutcome>> flight) {
  /** Of a read that ended in a way nobody foresaw; whoever counts on one arrival per read still gets it. */
  public static Arrival lost(PathEntry wanted, int prepared) {
    Failure failure = new Failure.LocalIo(wanted.name(), "fetching ended unexpectedly");
    return new Arrival(
        wanted, prepared, new Fetched.NotHere(wanted, failure, Optional.empty()), Optional.empty());
  }
}
