package io.cistern.application.fetch;

import io.cistern.application.commit.Change;
import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.YieldRule;
import io.cistern.domain.workspace.WorkspacePath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Publishes what {@link Fetcher} has prepared: forces the staged bytes together, commits one group per path with shared
 * forces, and says what came of each. Safe for use by many threads.
 */
public final class Filling {
  /** What whoever waits for a flight hears of a path that has to be read again. */
  private static final HydrationOutcome AGAIN = new HydrationOutcome.Failed(
      new Failure.LocalIo("staging", "changed or lost while it was fetched"), true);

  private final Fetcher fetcher;
  private final Commits commits;

  /** Keeps these. */
  @Inject
  public Filling(Fetcher fetcher, Commits commits) {
    this.fetcher = fetcher;
    this.commits = commits;
  }

  /**
   * Finishes a batch; no path stands twice in it.
   *
   * @return one per prepared path, in order; empty where it has to be prepared again
   */
  public List<Optional<HydrationOutcome>> finish(List<Fetched> batch, Origin origin) {
    return finish(batch, origin, List.of());
  }

  /** Like {@link #finish(List, Origin)}, with changes of the caller's own committed after them under the same force. */
  private List<Optional<HydrationOutcome>> finish(List<Fetched> batch, Origin origin, List<Change> besides) {
    try {
      fetcher.force(batch);
      List<PathChange> changes =
          batch.stream()
              .map(fetched -> PathChange.of(fetched, origin, fetcher::finished))
              .flatMap(Optional::stream)
              .toList();
      List<CommitResult> results =
          commits.commitAll(Stream.concat(changes.stream(), besides.stream()).toList());
      List<Optional<HydrationOutcome>> outcomes = new ArrayList<>();
      int next = 0;
      for (Fetched fetched : batch) {
        boolean changed = next < changes.size() && changes.get(next).fetched() == fetched;
        outcomes.add(changed ? outcome(changes.get(next), results.get(next++)) : Optional.of(unchanged(fetched)));
      }
      batch.stream().filter(Fetched.Ready.class::isInstance).map(Fetched.Ready.class::cast).forEach(fetcher::finished);
      return outcomes;
    } catch (CisternException failed) {
      // What is staged stays: the next process may find it committed. So it goes on taking its room.
      return batch.stream().map(fetched -> Optional.of(failed(fetched, failed))).toList();
    }
  }

  /**
   * Finishes what has arrived and lands its flights, whatever happens. Gives way before, unless an open waits for a flight,
   * which may be one that has arrived after these.
   *
   * @param besides committed after the paths, under the same force
   * @return one per arrival, in order; empty where it has to be read again
   */
  public List<Optional<HydrationOutcome>> land(List<Arrival> batch, Origin origin, List<Change> besides) {
    try {
      fetcher.way().holdBack(fetcher.flights()::isAnyWaitedFor);
      List<Optional<HydrationOutcome>> outcomes =
          finish(batch.stream().map(Arrival::fetched).toList(), origin, besides);
      for (int i = 0; i < batch.size(); i++) {
        HydrationOutcome outcome = outcomes.get(i).orElse(AGAIN);
        batch.get(i).flight().ifPresent(flight -> flight.land(outcome));
      }
      return outcomes;
    } finally {
      CisternException ended = new CisternException(StopSignal.interrupted());
      batch.forEach(arrival -> arrival.flight().ifPresent(flight -> flight.fail(ended)));
    }
  }

  /** A path that had its outcome before the commit keeps it; only what was to be published has failed with it. */
  private static HydrationOutcome failed(Fetched fetched, CisternException failed) {
    return fetched instanceof Fetched.Ready ? HydrationOutcome.failed(failed.failure()) : unchanged(fetched);
  }

  private static HydrationOutcome unchanged(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Ready _ -> new HydrationOutcome.SkippedExisting("no longer a placeholder");
      case Fetched.Edited _ -> new HydrationOutcome.SkippedExisting("changed here");
      case Fetched.Skipped skipped -> new HydrationOutcome.SkippedExisting(skipped.why());
      case Fetched.NotHere notHere -> HydrationOutcome.failed(notHere.failure());
    };
  }

  private Optional<HydrationOutcome> outcome(PathChange change, CommitResult result) {
    if (!(change.fetched() instanceof Fetched.Ready ready)) {
      return Optional.of(unchanged(change.fetched()));
    }
    return switch (result) {
      case CommitResult.Done done -> Optional.of(published(done, ready.staged()));
      case CommitResult.Unpublished unpublished ->
        Optional.of(HydrationOutcome.failed(unpublished.cause().failure()));
      case CommitResult.Nothing() -> {
        fetcher.discard(ready);
        yield change.outdated() ? Optional.empty() : Optional.of(unchanged(change.fetched()));
      }
      case CommitResult.StagingLost() -> Optional.empty();
    };
  }

  private static HydrationOutcome published(CommitResult.Done done, StagedContent staged) {
    Optional<Outcome.Yielded> yielded = done.outcomes().stream()
        .filter(Outcome.Yielded.class::isInstance)
        .map(Outcome.Yielded.class::cast)
        .findFirst();
    if (yielded.isEmpty()) {
      return new HydrationOutcome.Hydrated(staged.size());
    }
    return yielded.get().entry().filter(YieldRule::saysNotWritable).isPresent()
        ? notWritable(yielded.get().path())
        : new HydrationOutcome.SkippedExisting("changed here meanwhile");
  }

  private static HydrationOutcome notWritable(WorkspacePath path) {
    String message = path + " could not be written: permission denied on the way to it";
    return new HydrationOutcome.Failed(new Failure.LocalIo(path.value(), message), true);
  }
}
