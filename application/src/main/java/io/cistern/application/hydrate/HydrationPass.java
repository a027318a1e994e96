package io.cistern.application.hydrate;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Arrival;
import io.cistern.application.fetch.Fetched;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.fetch.Reading;
import io.cistern.application.port.Pauses;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One pass. The crew fetches; this thread hands over what is next, commits whatever has arrived, and reports. A slow file
 * keeps one worker busy and holds nothing else up.
 *
 * <p>A flight is registered by the thread that fetches, after it got its place, so that a path that only waits is never
 * in flight; it lands after the commit.
 */
final class HydrationPass implements AutoCloseable {
  /** Losing the race against a newer revision, or staging, once or twice is bad luck. */
  private static final int PREPARATIONS = 3;

  /** How long what arrives during a rest waits for its commit, and a stop for being noticed. */
  private static final Duration NAP = Duration.ofMillis(100);

  private final Filling filling;
  private final Fetcher fetcher;
  private final Reading reading;
  private final InstantSource clock;
  private final Pauses pauses;
  private final HydrateSettings settings;
  private final Deadline deadline;
  private final PassTally tally;
  private final Neighbours neighbours;
  private final PassEnd end;
  private final Flying flying;
  private final Crew<Task> crew;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Deque<Task> again = new ArrayDeque<>();
  private Optional<Task> next = Optional.empty();

  /** Who may end a pass, and what it must not fetch. */
  record Bounds(Deadline deadline, StopSignal stop, FetchGuard guard) {}

  /** A candidate, and how often it was prepared before. */
  private record Task(PathEntry entry, int prepared) {}

  HydrationPass(
      Fetcher fetcher, Filling filling, InstantSource clock, Pauses pauses, HydrateSettings settings, Bounds bounds,
      PassTally tally, Neighbours neighbours) {
    this.fetcher = fetcher;
    this.filling = filling;
    this.reading = new Reading(fetcher, clock, bounds.stop(), bounds.guard());
    this.clock = clock;
    this.pauses = pauses;
    this.settings = settings;
    this.deadline = bounds.deadline();
    this.tally = tally;
    this.neighbours = neighbours;
    this.end =
        new PassEnd(fetcher, clock, bounds.deadline(), bounds.stop(), settings.pace().parallelism());
    this.flying = new Flying(settings.pace(), clock);
    this.crew = new Crew<>("eager", settings.pace().parallelism(), this::arrive);
  }

  HydrateReport run(Iterator<PathEntry> candidates) {
    while (true) {
      launch(candidates);
      List<Arrival> batch = nextBatch();
      if (!batch.isEmpty()) {
        if (!settings.pace().isSequential()) {
          launch(candidates); // the crew fetches on while this thread commits
        }
        land(batch);
      } else if (flying.resting() && end.reason().isEmpty()) {
        nap();
      } else if (flying.nothing()) {
        break;
      }
    }
    end.reason().ifPresent(reason -> candidates.forEachRemaining(entry -> tally.tell(entry, failed(reason))));
    return tally.report().withEndedEarly(end.reason());
  }

  /** Ends the flights of what was fetched and not committed; nobody may wait for ever for a pass that failed. */
  @Override
  public void close() {
    try {
      neighbours.close();
      crew.close();
    } finally {
      CisternException ended = new CisternException(end.reason().orElseGet(StopSignal::interrupted));
      for (Arrival arrival : arrivals) {
        if (arrival.fetched() instanceof Fetched.Ready ready) {
          fetcher.giveUp(ready);
        }
        arrival.flight().ifPresent(flight -> flight.fail(ended));
      }
    }
  }

  private void launch(Iterator<PathEntry> candidates) {
    end.look();
    while (end.reason().isEmpty() && flying.hasPlace() && !flying.resting() && hasNext(candidates)
        && flying.hasRoomFor(next.orElseThrow().entry())) {
      if (flying.restIsDue()) {
        flying.rest();
        return;
      }
      Task task = next.orElseThrow();
      next = Optional.empty();
      flying.begin(task.entry());
      if (!settings.pace().isSequential()) {
        crew.hand(task);
      } else if (fetchedHere(task)) {
        return;
      }
    }
    if (end.reason().isPresent()) {
      crew.takeBack().forEach(task -> {
        flying.end(task.entry());
        again.add(task);
      });
      next.ifPresent(again::add);
      next = Optional.empty();
      again.forEach(task -> tally.tell(task.entry(), failed(end.reason().orElseThrow())));
      again.clear();
    }
  }

  private boolean hasNext(Iterator<PathEntry> candidates) {
    if (next.isEmpty()) {
      next = again.isEmpty()
          ? Optional.of(candidates).filter(Iterator::hasNext).map(more -> new Task(more.next(), 0))
          : Optional.of(again.removeFirst());
    }
    return next.isPresent();
  }

  /** Fetches on this thread; answers whether it is time to commit. */
  private boolean fetchedHere(Task task) {
    Arrival arrival = fetch(task);
    arrivals.add(arrival);
    flying.end(task.entry());
    return arrivals.size() >= settings.pace().batchSize() || arrival.fetched() instanceof Fetched.NotHere;
  }

  /** Whatever happens, an arrival is told: this pass counts on one per task. */
  private void arrive(Task task) {
    Optional<Arrival> arrival = Optional.empty();
    try {
      arrival = Optional.of(fetch(task));
    } finally {
      arrivals.add(arrival.orElseGet(() -> Arrival.lost(task.entry(), task.prepared())));
    }
  }

  private Arrival fetch(Task task) {
    neighbours.look();
    return reading.read(task.entry(), task.prepared(), () -> {
      neighbours.look(); // its turn may have come by a step, while nobody else looks
      return new FilePatience(clock, settings.bounds(), deadline, end::over);
    });
  }

  /** What has arrived; waits for one where something is under way and nothing else is to be done meanwhile. */
  private List<Arrival> nextBatch() {
    List<Arrival> batch = new ArrayList<>();
    if (!flying.nothing() && !flying.resting()) {
      batch.add(take());
    }
    arrivals.drainTo(batch, settings.pace().batchSize() - batch.size());
    if (!settings.pace().isSequential()) {
      batch.forEach(arrival -> flying.end(arrival.wanted()));
    }
    return batch.stream().map(this::judgedByTheEnd).toList();
  }

  /** What the end of the pass has cut off has failed for the reason of that end. */
  private Arrival judgedByTheEnd(Arrival arrival) {
    return end.over() && arrival.fetched() instanceof Fetched.NotHere(PathEntry wanted, Failure.Remote cut, var _)
        && cut.code() == Failure.RemoteCode.REMOTE_TIMEOUT
            ? new Arrival(
                wanted, arrival.prepared(),
                new Fetched.NotHere(wanted, end.reason().orElseGet(StopSignal::interrupted), Optional.empty()),
                arrival.flight())
            : arrival;
  }

  private Arrival take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return arrivals.take();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void nap() {
    Instant soon = clock.instant().plus(NAP);
    pauses.until(soon.isBefore(flying.resume()) ? soon : flying.resume());
    end.look();
  }

  private void land(List<Arrival> batch) {
    List<Optional<HydrationOutcome>> outcomes = filling.land(batch, Origin.HYDRATE, List.of());
    for (int i = 0; i < batch.size(); i++) {
      settle(batch.get(i), outcomes.get(i));
    }
  }

  private void settle(Arrival arrival, Optional<HydrationOutcome> settled) {
    if (settled.isEmpty() && arrival.prepared() + 1 < PREPARATIONS) {
      again.add(new Task(arrival.wanted(), arrival.prepared() + 1));
    } else {
      HydrationOutcome outcome = settled.orElseGet(() -> unsettled(arrival.wanted()));
      tally.tell(arrival.wanted(), outcome);
      end.judge(outcome);
    }
  }

  private static HydrationOutcome failed(Failure reason) {
    return HydrationOutcome.failed(reason);
  }

  private static HydrationOutcome unsettled(PathEntry entry) {
    return new HydrationOutcome.Failed(
        new Failure.LocalIo(entry.name(), "changed or lost again and again while it was fetched"), true);
  }
}
