package io.cistern.application.fetch;

import io.cistern.application.concurrent.Flights.Flight;
import io.cistern.application.concurrent.RightOfWay;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Reads placeholders in the background. A flight is registered by the thread that reads, after it got its place, so that a
 * path that only waits is never in flight; it lands after the commit. Safe for use by many threads.
 */
public final class Reading {
  private final Fetcher fetcher;
  private final InstantSource clock;
  private final StopSignal stop;
  private final FetchGuard guard;

  /** Keeps these; reads whatever it is asked for. */
  public Reading(Fetcher fetcher, InstantSource clock, StopSignal stop) {
    this(fetcher, clock, stop, FetchGuard.NONE);
  }

  /** Keeps these. */
  public Reading(Fetcher fetcher, InstantSource clock, StopSignal stop, FetchGuard guard) {
    this.guard = guard;
    this.fetcher = fetcher;
    this.clock = clock;
    this.stop = stop;
  }

  /**
   * Reads one, or waits for whoever reads it already.
   *
   * @param prepared how often it was read before, in vain
   * @param patience asked for when its turn has come
   */
  public Arrival read(PathEntry wanted, int prepared, Supplier<Patience> patience) {
    try (RightOfWay.Way _ = fetcher.way().follow()) { // before the flight begins, for others to join
      return readNow(wanted, prepared, patience.get());
    }
  }

  private Arrival readNow(PathEntry wanted, int prepared, Patience patience) {
    Optional<Flight<WorkspacePath, HydrationOutcome>> mine = fetcher.flights().begin(wanted.path());
    while (mine.isEmpty()) {
      if (openedBySomebody(wanted, patience)) {
        return new Arrival(wanted, prepared, new Fetched.Skipped(wanted, "opened meanwhile"), Optional.empty());
      }
      mine = fetcher.flights().begin(wanted.path());
    }
    Optional<Fetched> fetched = Optional.empty();
    try {
      fetched = Optional.of(fetcher.fill(wanted, Lane.EAGER, patience, stop, guard));
      return new Arrival(wanted, prepared, fetched.get(), mine);
    } finally {
      if (fetched.isEmpty()) {
        mine.get().fail(new CisternException(new Failure.LocalIo(wanted.name(), "fetching ended unexpectedly")));
      }
    }
  }

  /** Waits for the flight under way; one that did not bring the file is no answer here. */
  private boolean openedBySomebody(PathEntry wanted, Patience patience) {
    try {
      return fetcher.flights()
          .underWay(wanted.path())
          .flatMap(flight -> flight.await(patience.deadline(), clock.instant()))
          .filter(HydrationOutcome.Hydrated.class::isInstance)
          .isPresent();
    } catch (CompletionException _) {
      return false;
    }
  }
}
