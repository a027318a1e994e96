package io.cistern.application.hydrate;

import io.cistern.application.concurrent.Lane;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Arrival;
import io.cistern.application.fetch.Fetched;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.fetch.Reading;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.Progress;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.placeholder.RemoteStreak;
import io.cistern.domain.time.Deadline;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * One pass. The lane's threads fetch; this thread starts them, commits whatever has arrived, and reports. A slow file
 * keeps one place of the lane busy and holds nothing else up.
 *
 * <p>A flight is registered by the thread that fetches, after it got its place, so that a path that only waits is never
 * in flight; it lands after the commit.
 */
final class HydrationPass implements AutoCloseable {
  /** Losing the race against a newer revision, or staging, once or twice is bad luck. */
  private static final int PREPARATIONS = 3;

  private final Fetcher fetcher;
  private final Filling filling;
  private final Reading reading;
  private final InstantSource clock;
  private final Pauses pauses;
  private final HydrateSettings settings;
  private final Watch watch;
  private final Lane lane;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Deque<Task> again = new ArrayDeque<>();
  private HydrateReport report = HydrateReport.NONE;
  private RemoteStreak streak = RemoteStreak.NONE;
  private Optional<Failure> end = Optional.empty();
  private int airborne;
  private int batches;

  /** Who watches a pass and who may end it. */
  record Watch(Deadline deadline, StopSignal stop, Consumer<HydrateItem> onItem, Progress progress, long total) {}

  /** A candidate, and how often it was prepared before. */
  private record Task(PathEntry entry, int prepared) {}

  HydrationPass(
      Fetcher fetcher, Filling filling, InstantSource clock, Pauses pauses, HydrateSettings settings, Watch watch) {
    this.fetcher = fetcher;
    this.filling = filling;
    this.reading = new Reading(fetcher, clock, watch.stop());
    this.clock = clock;
    this.pauses = pauses;
    this.settings = settings;
    this.watch = watch;
    this.lane = new Lane("eager", settings.parallelism());
  }

  HydrateReport run(Iterator<PathEntry> candidates) {
    while (true) {
      launch(candidates);
      if (airborne == 0 && arrivals.isEmpty()) {
        break;
      }
      List<Arrival> batch = nextBatch();
      if (settings.parallelism() > 1) {
        launch(candidates); // the lane fetches on while this thread commits
      }
      land(batch);
      lookAround();
    }
    end.ifPresent(reason -> candidates.forEachRemaining(entry -> tell(entry, HydrationOutcome.failed(reason))));
    return report.withEndedEarly(end);
  }

  /** Ends the flights of what was fetched and not committed; nobody may wait for ever for a pass that failed. */
  @Override
  public void close() {
    try {
      lane.close();
    } finally {
      CisternException ended = new CisternException(end.orElseGet(StopSignal::interrupted));
      arrivals.forEach(arrival -> arrival.flight().ifPresent(flight -> flight.fail(ended)));
    }
  }

  private void launch(Iterator<PathEntry> candidates) {
    lookAround();
    while (airborne < settings.parallelism() && end.isEmpty() && (!again.isEmpty() || candidates.hasNext())) {
      Task task = again.isEmpty() ? new Task(candidates.next(), 0) : again.removeFirst();
      airborne++;
      if (settings.parallelism() == 1) {
        Arrival arrival = fetch(task);
        arrivals.add(arrival);
        airborne--;
        if (arrivals.size() >= settings.batchSize() || arrival.fetched() instanceof Fetched.NotHere) {
          return;
        }
      } else {
        lane.start(() -> arrive(task));
      }
    }
    while (end.isPresent() && !again.isEmpty()) {
      tell(again.removeFirst().entry(), HydrationOutcome.failed(end.get()));
    }
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
    return reading.read(task.entry(), task.prepared(), fileDeadline());
  }

  private Deadline fileDeadline() {
    return settings.fileTimeout().isPositive()
        ? Deadline.after(clock.instant(), settings.fileTimeout()).orEarlier(watch.deadline())
        : watch.deadline();
  }

  private List<Arrival> nextBatch() {
    List<Arrival> batch = new ArrayList<>();
    if (settings.parallelism() > 1) {
      batch.add(take());
    }
    arrivals.drainTo(batch, settings.batchSize() - batch.size());
    airborne -= settings.parallelism() > 1 ? batch.size() : 0;
    return batch;
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

  private void land(List<Arrival> batch) {
    pauseBetweenBatches();
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
      tell(arrival.wanted(), outcome);
      judge(outcome);
    }
  }

  private static HydrationOutcome unsettled(PathEntry entry) {
    return new HydrationOutcome.Failed(
        new Failure.LocalIo(entry.name(), "changed or lost again and again while it was fetched"), true);
  }

  private void pauseBetweenBatches() {
    if (batches++ > 0 && settings.batchPause().isPositive()) {
      pauses.until(clock.instant().plus(settings.batchPause()));
    }
  }

  private void tell(PathEntry entry, HydrationOutcome outcome) {
    report = report.plus(outcome);
    watch.onItem().accept(new HydrateItem(entry.path(), outcome));
    watch.progress().report("files", report.candidates(), report.bytes(), OptionalLong.of(watch.total()));
  }

  private void judge(HydrationOutcome outcome) {
    streak = streak.after(outcome);
    if (end.isEmpty() && outcome instanceof HydrationOutcome.Failed(Failure reason, boolean _)) {
      if (RemoteStreak.endsThePass(reason) || streak.givesUp()) {
        end = Optional.of(reason);
      } else if (streak.asks()) {
        if (fetcher.remoteHealthy(watch.deadline())) {
          streak = streak.answered();
        } else {
          end = Optional.of(reason);
        }
      }
    }
  }

  /** Between batches: has somebody asked for an end, or is the time over? */
  private void lookAround() {
    if (end.isEmpty() && watch.stop().stopped()) {
      end = Optional.of(StopSignal.interrupted());
    } else if (end.isEmpty() && watch.deadline().passed(clock.instant())) {
      end = Optional.of(new Failure.TimedOut("the deadline passed; the next pass goes on from here"));
    }
  }
}
