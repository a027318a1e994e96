package io.cistern.application.hydrate;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.Flights.Flight;
import io.cistern.application.concurrent.Lane;
import io.cistern.application.concurrent.RightOfWay;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetched;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspacePath;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Brings files here ahead of everything else, for somebody who waits. Uses connections and threads of its own, never the
 * eager pass's; a path that this process is fetching already is joined instead of asked for twice. Safe for use by many
 * threads.
 */
public final class OpenFile {
  /** Losing the race against a newer revision, or staging, once or twice is bad luck. */
  private static final int PREPARATIONS = 3;

  private final Commits commits;
  private final Manifest manifest;
  private final WorkingTree tree;
  private final Fetcher fetcher;
  private final Filling filling;
  private final InstantSource clock;
  private final OpenSettings settings;
  private final Semaphore permits;
  private final WaitingList waiting;

  /** Keeps these. */
  @Inject
  public OpenFile(
      Commits commits, Manifest manifest, WorkingTree tree, Fetcher fetcher, MirrorLock lock, InstantSource clock,
      OpenSettings settings) {
    this.permits = new Semaphore(settings.permits(), true);
    this.waiting = new WaitingList(lock.notices());
    this.commits = commits;
    this.manifest = manifest;
    this.tree = tree;
    this.fetcher = fetcher;
    this.filling = new Filling(fetcher, commits);
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Brings these here, each within the deadline; a path that fails is told in its result. A file that is here costs no
   * request, and one that was changed here is never overwritten.
   *
   * @return one per path, in order
   * @throws CisternException when the mirror itself is in use or damaged
   */
  public List<OpenedFile> open(List<WorkspacePath> paths) {
    commits.catchUp();
    Map<WorkspacePath, OpenedFile.Result> results = new ConcurrentHashMap<>();
    List<WorkspacePath> distinct = paths.stream().distinct().toList();
    if (distinct.size() == 1) {
      results.put(distinct.getFirst(), openOne(distinct.getFirst()));
    } else {
      try (Lane lane = new Lane("open", settings.permits())) {
        distinct.forEach(path -> lane.start(() -> results.put(path, openOne(path))));
      }
    }
    return paths.stream().map(path -> new OpenedFile(path, Objects.requireNonNull(results.get(path)))).toList();
  }

  /**
   * The bytes of a file that {@link #open} said is here; the caller closes the stream.
   *
   * @throws CisternException {@code LocalIo} when the content is not here
   */
  public InputStream read(WorkspacePath path) {
    boolean here = manifest.find(path.value()).filter(entry -> holdsContent(entry)).isPresent();
    return Optional.of(path)
        .filter(_ -> here)
        .flatMap(tree::open)
        .orElseThrow(() -> new CisternException(new Failure.LocalIo(path.value(), path + " is not here")));
  }

  private static boolean holdsContent(PathEntry entry) {
    return switch (entry.state()) {
      case HYDRATED, MODIFIED, ADDED, CONFLICT -> true;
      case PLACEHOLDER, REMOVED, QUARANTINED -> false;
    };
  }

  private OpenedFile.Result openOne(WorkspacePath path) {
    Optional<PathEntry> first = manifest.find(path.value());
    if (first.filter(OpenFile::isPlaceholder).isEmpty()) {
      return first.map(entry -> visible(entry, false)).orElseGet(() -> unknown(path));
    }
    Instant now = clock.instant();
    try (WaitingList.Place _ = waiting.enter(path.value(), now); RightOfWay.Way _ = fetcher.way().goFirst()) {
      Deadline deadline = Deadline.after(now, settings.timeout());
      Optional<PathEntry> known = first;
      for (int tries = 0; tries < PREPARATIONS; tries++) {
        if (known.filter(OpenFile::isPlaceholder).isEmpty()) {
          return known.map(entry -> visible(entry, false)).orElseGet(() -> unknown(path));
        }
        Optional<HydrationOutcome> outcome = fill(known.get(), deadline);
        if (outcome.isPresent()) {
          return result(path, outcome.get());
        }
        known = manifest.find(path.value());
      }
      return notHere(new Failure.LocalIo(path.value(), "changed or lost again and again while it was fetched"));
    } catch (CisternException failed) {
      return notHere(failed.failure());
    }
  }

  private static boolean isPlaceholder(PathEntry entry) {
    return switch (entry.state()) {
      case PLACEHOLDER -> true;
      case HYDRATED, MODIFIED, ADDED, REMOVED, CONFLICT, QUARANTINED -> false;
    };
  }

  /**
   * Fetches the path, or joins who fetches it; empty when it has to be looked at again. The permit comes before the
   * flight, so that a path that only waits for its turn is never in flight.
   */
  private Optional<HydrationOutcome> fill(PathEntry entry, Deadline deadline) {
    if (fetcher.flights().underWay(entry.path()).isPresent()) {
      return join(entry, deadline);
    }
    if (!hasTurn(deadline)) {
      return Optional.of(late(entry));
    }
    try {
      Optional<Flight<WorkspacePath, HydrationOutcome>> mine = fetcher.flights().begin(entry.path());
      if (mine.isPresent()) {
        return fetch(entry, mine.get(), deadline);
      }
    } finally {
      permits.release();
    }
    return join(entry, deadline);
  }

  /** Waits for one of the reserved places; other opens have them, never a pass. */
  private boolean hasTurn(Deadline deadline) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          long left = TimeUnit.NANOSECONDS.convert(deadline.left(clock.instant()));
          return permits.tryAcquire(left, TimeUnit.NANOSECONDS);
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

  private Optional<HydrationOutcome> fetch(
      PathEntry entry, Flight<WorkspacePath, HydrationOutcome> flight, Deadline deadline) {
    try {
      Fetched fetched = fetcher.fill(
          entry, RemoteWorkspace.Lane.ON_DEMAND, deadline, new StopSignal(), settings.guard());
      Optional<HydrationOutcome> outcome = filling.finish(List.of(fetched), Origin.OPEN).getFirst();
      outcome.ifPresent(flight::land);
      return outcome;
    } finally {
      flight.fail(new CisternException(new Failure.LocalIo(entry.name(), "opening it ended early")));
    }
  }

  private static HydrationOutcome late(PathEntry entry) {
    return HydrationOutcome.failed(new Failure.Remote(
        RemoteCode.REMOTE_TIMEOUT, Optional.of(entry.name()), entry.name() + " did not come in time",
        Optional.empty()));
  }

  /** A flight that failed for somebody else's reasons is no answer: empty, so that this caller tries by itself. */
  private Optional<HydrationOutcome> join(PathEntry entry, Deadline deadline) {
    Optional<Flight<WorkspacePath, HydrationOutcome>> other = fetcher.flights().underWay(entry.path());
    if (other.isEmpty()) {
      return Optional.empty();
    }
    other.get().waitFor();
    fetcher.way().hurry(); // its reader may stand still for us
    try {
      Optional<HydrationOutcome> outcome = other.get().await(deadline, clock.instant());
      if (outcome.isEmpty()) {
        return Optional.of(late(entry));
      }
      return outcome.filter(result -> !(result instanceof HydrationOutcome.Failed));
    } catch (CompletionException _) {
      return Optional.empty();
    }
  }

  private OpenedFile.Result result(WorkspacePath path, HydrationOutcome outcome) {
    return switch (outcome) {
      case HydrationOutcome.Hydrated _ -> new OpenedFile.Result.Here(tree.locate(path), true);
      case HydrationOutcome.SkippedExisting(String why) -> manifest.find(path.value())
          .filter(OpenFile::holdsContent)
          .map(entry -> visible(entry, false))
          .orElseGet(() -> notHere(path.value(), why));
      case HydrationOutcome.Failed(Failure reason, boolean retryable) ->
        new OpenedFile.Result.NotHere(reason, retryable);
    };
  }

  /** A path that is no placeholder: whatever the person has there is theirs, and is what opens. */
  private OpenedFile.Result visible(PathEntry entry, boolean fetched) {
    return switch (entry.state()) {
      case QUARANTINED -> notHere(new Failure.Guarded(
          Failure.Guard.UNMAPPABLE, entry.name(), entry.name() + ": " + entry.reason().orElse("quarantined")));
      case REMOVED -> notHere(entry, "removed here");
      case PLACEHOLDER, HYDRATED, MODIFIED, ADDED, CONFLICT -> switch (tree.look(entry.path())) {
        case Look.File _ -> new OpenedFile.Result.Here(tree.locate(entry.path()), fetched);
        case Look.Absent() -> notHere(entry, "removed here");
        case Look.NotAFile(String kind) -> notHere(entry, "the name is held by a " + kind);
        case Look.Unreadable(String why) -> notHere(entry, why);
      };
    };
  }

  private OpenedFile.Result unknown(WorkspacePath path) {
    if (manifest.from(path.value() + "/", "").hasNext()) {
      return notHere(
          new Failure.Usage(path + " is a directory, and files can be opened; cistern hydrate brings all of it"));
    }
    return notHere(new Failure.Remote(
        RemoteCode.REMOTE_NOT_FOUND, Optional.of(path.value()), "the mirror knows no " + path, Optional.empty()));
  }

  private static OpenedFile.Result notHere(PathEntry entry, String why) {
    return notHere(entry.name(), why);
  }

  private static OpenedFile.Result notHere(String name, String why) {
    return notHere(new Failure.LocalIo(name, name + ": " + why));
  }

  private static OpenedFile.Result notHere(Failure reason) {
    return new OpenedFile.Result.NotHere(reason, HydrationOutcome.failed(reason).retryable());
  }
}
