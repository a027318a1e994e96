package io.cistern.application.clone;

import io.cistern.application.commit.Change;
import io.cistern.application.concurrent.Lane;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Arrival;
import io.cistern.application.fetch.Fetched;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.fetch.Reading;
import io.cistern.application.port.Manifest;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.placeholder.RemoteStreak;
import io.cistern.domain.sync.RemoteFact;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The files of a walk whose content is wanted: reads several at a time, commits what has arrived, and puts a file whose
 * read ran out of tries at the end of the queue, once. One that fails again, or for good, stays a placeholder and holds
 * nothing up. Used by the walk's thread; only reading happens elsewhere.
 */
final class FileReads implements AutoCloseable {
  /** What is committed together, and so the distance between two durable checkpoints. */
  static final int BATCH = 32;

  /** Losing the race against a newer revision, or staging, once or twice is bad luck. */
  private static final int PREPARATIONS = 3;

  /** Set aside for content that is opened and never wanted unasked. */
  static final String RESERVED = "/__extern/";

  private final Fetcher fetcher;
  private final Filling filling;
  private final Manifest manifest;
  private final Reading reading;
  private final CloneRun run;
  private final Optional<Lane> lane;
  private final Deque<Task> wanted = new ArrayDeque<>();
  private final Deque<Task> later = new ArrayDeque<>();
  private final Set<String> putOff = new HashSet<>();
  private RemoteStreak streak = RemoteStreak.NONE;
  private int airborne;

  private record Task(PathEntry entry, int prepared) {}

  FileReads(Fetcher fetcher, Filling filling, Manifest manifest, CloneRun run) {
    this.fetcher = fetcher;
    this.filling = filling;
    this.manifest = manifest;
    this.reading = new Reading(fetcher, run.clock(), run.stop(), run.settings().guard());
    this.run = run;
    int width = run.settings().parallelism();
    this.lane = width == 1 ? Optional.empty() : Optional.of(new Lane("bootstrap", width));
  }

  /** Wants the content of these, where it is not here. */
  void want(List<RemoteFact> facts) {
    for (RemoteFact fact : facts) {
      if (fact.name().startsWith(RESERVED)) {
        continue;
      }
      manifest.find(fact.name())
          .filter(entry -> entry.state() == PathState.PLACEHOLDER && entry.reason().isEmpty())
          .ifPresent(entry -> wanted.add(new Task(entry, 0)));
    }
  }

  /** How many wait for a place. */
  int waiting() {
    return wanted.size();
  }

  /** Whether something is being read. */
  boolean underWay() {
    return airborne > 0;
  }

  /**
   * Starts as many reads as there is room for.
   *
   * @param nothingElse whether the queue's end has been reached, so that those put off are due
   */
  void start(boolean nothingElse, Consumer<Happening> told) {
    if (nothingElse && wanted.isEmpty()) {
      wanted.addAll(later);
      later.clear();
    }
    while (airborne < run.settings().parallelism() && !wanted.isEmpty()) {
      Task task = wanted.removeFirst();
      airborne++;
      if (lane.isPresent()) {
        lane.get().start(() -> read(task, told));
      } else {
        read(task, told);
      }
    }
  }

  /** Commits what has arrived, with a checkpoint under the same force. */
  void land(List<Arrival> batch) {
    airborne -= batch.size();
    List<Optional<HydrationOutcome>> outcomes = filling.land(batch, Origin.CLONE, checkpoint(batch));
    for (int i = 0; i < batch.size(); i++) {
      settle(batch.get(i), outcomes.get(i));
    }
    run.reportFiles(manifest.counts().of(PathState.HYDRATED), manifest.bootstrap().totalFiles());
  }

  /** Commits what was read before the walk ended early; what cannot be committed is read again another time. */
  void keep(List<Arrival> left) {
    if (left.isEmpty()) {
      return;
    }
    List<Optional<HydrationOutcome>> outcomes = filling.land(left, Origin.CLONE, checkpoint(left));
    for (int i = 0; i < left.size(); i++) {
      if (outcomes.get(i).isPresent() && outcomes.get(i).get() instanceof HydrationOutcome.Hydrated(long bytes)) {
        run.filled(new FilledFile(left.get(i).wanted().path(), bytes));
      }
    }
  }

  /** Waits for the reads under way, which end as soon as the cycle has. */
  @Override
  public void close() {
    lane.ifPresent(Lane::close);
  }

  private void read(Task task, Consumer<Happening> told) {
    Optional<Arrival> arrival = Optional.empty();
    try {
      arrival = Optional.of(reading.read(task.entry(), task.prepared(), run::patience));
    } finally {
      told.accept(new Happening.Read(arrival.orElseGet(() -> Arrival.lost(task.entry(), task.prepared()))));
    }
  }

  /** Nothing has moved when nothing of the batch has come. */
  private List<Change> checkpoint(List<Arrival> batch) {
    return batch.stream()
        .filter(arrival -> arrival.fetched() instanceof Fetched.Ready)
        .reduce((_, last) -> last)
        .<Change>map(last -> new StepChange(new BootstrapStep.Filled(last.wanted().name(), run.clock().instant())))
        .stream()
        .toList();
  }

  private void settle(Arrival arrival, Optional<HydrationOutcome> settled) {
    int again = arrival.prepared() + 1;
    if (settled.isEmpty()) {
      if (again < PREPARATIONS) {
        manifest.find(arrival.wanted().name())
            .filter(entry -> entry.state() == PathState.PLACEHOLDER)
            .ifPresent(entry -> wanted.addFirst(new Task(entry, again)));
      }
      return;
    }
    switch (settled.get()) {
      case HydrationOutcome.Hydrated(long bytes) -> {
        run.liveness().sawLife();
        run.filled(new FilledFile(arrival.wanted().path(), bytes));
      }
      case HydrationOutcome.Failed(Failure _, boolean retryable) when retryable && !failedForGood(arrival)
          && putOff.add(arrival.wanted().name()) ->
        later.add(new Task(arrival.wanted(), 0));
      case HydrationOutcome.Failed(Failure reason, boolean _) when failedForGood(arrival) ->
        run.refused(arrival.wanted().name(), reason);
      case HydrationOutcome.Failed _, HydrationOutcome.SkippedExisting _ -> {}
    }
    judge(settled.get());
  }

  /** What the entry remembers as its reason would be met again. */
  private static boolean failedForGood(Arrival arrival) {
    return arrival.fetched() instanceof Fetched.NotHere notHere && notHere.lasting().isPresent();
  }

  /** A remote that is gone ends the cycle instead of failing one file after the other. */
  private void judge(HydrationOutcome outcome) {
    streak = streak.after(outcome);
    if (outcome instanceof HydrationOutcome.Failed(Failure reason, boolean _)) {
      run.checkpoint();
      if (reason.equals(StopSignal.interrupted()) || RemoteStreak.endsThePass(reason) || streak.givesUp()) {
        throw new CisternException(reason);
      }
      if (streak.asks()) {
        if (!fetcher.remoteHealthy(run.patience())) {
          throw new CisternException(reason);
        }
        streak = streak.answered();
      }
    }
  }
}
