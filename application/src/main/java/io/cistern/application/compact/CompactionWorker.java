package io.cistern.application.compact;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Compactor;
import io.cistern.application.port.Compactor.Prepared;
import io.cistern.application.port.Compactor.Snapshot;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Prepares one checkpoint at a time beside everybody's work. Ends itself at its deadline, and stamps the moment at which
 * it ended, so that it does not matter when somebody looks. Whatever the work throws becomes a completion; nobody else
 * hears of it. Used by one thread at a time.
 */
final class CompactionWorker {
  private final Compactor compactor;
  private final InstantSource clock;
  private final Executor threads;
  private Optional<Task> task = Optional.empty();

  /** How a preparation ended, at a moment of its own. */
  record Completion(Outcome outcome, Instant at) {}

  /** What came of a preparation. */
  sealed interface Outcome {
    /** A checkpoint that waits to be applied. */
    record Ready(Prepared prepared) implements Outcome {}

    /** It could not be made. */
    record Broken(Failure cause) implements Outcome {}

    /** The deadline passed. */
    record Late() implements Outcome {}

    /** It was asked to stop, and has stopped. */
    record Stopped() implements Outcome {}
  }

  /** What runs, and what it says when it has ended. */
  private record Task(StopSignal stop, CountDownLatch ended, AtomicReference<Optional<Completion>> completion) {}

  /** Thrown between two steps of the work when its time is over. */
  private static final class TimeIsOver extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TimeIsOver() {
      super("the deadline of a compaction passed");
    }
  }

  /** @param threads runs a task on a thread of its own */
  CompactionWorker(Compactor compactor, InstantSource clock, Executor threads) {
    this.compactor = compactor;
    this.clock = clock;
    this.threads = threads;
  }

  void start(Snapshot snapshot, Deadline deadline) {
    Task next = new Task(
        new StopSignal(), new CountDownLatch(1), new AtomicReference<>(Optional.empty()));
    task = Optional.of(next);
    threads.execute(() -> run(next, snapshot, deadline));
  }

  /** What has ended, handed over once; empty while nothing runs, or something still does. Never waits. */
  Optional<Completion> finished() {
    Optional<Completion> completion = task.flatMap(running -> running.completion().get());
    if (completion.isPresent()) {
      task = Optional.empty();
    }
    return completion;
  }

  /** Asks what runs to stop, and waits until it has really ended; empty when nothing runs. */
  Optional<Completion> abort() {
    task.ifPresent(running -> {
      running.stop().stop();
      awaitEnd(running.ended());
    });
    return finished();
  }

  private void run(Task running, Snapshot snapshot, Deadline deadline) {
    Outcome outcome = new Outcome.Stopped();
    try {
      outcome = outcome(running, snapshot, deadline);
    } finally {
      running.completion().set(Optional.of(new Completion(outcome, clock.instant())));
      running.ended().countDown();
    }
  }

  /** An error that is not ours to judge must not take the program with it: it is told with what caused it. */
  private Outcome outcome(Task running, Snapshot snapshot, Deadline deadline) {
    try {
      Prepared prepared = compactor.prepare(snapshot, () -> {
        running.stop().check();
        if (deadline.passed(clock.instant())) {
          throw new TimeIsOver();
        }
      });
      return new Outcome.Ready(prepared);
    } catch (TimeIsOver late) {
      return new Outcome.Late();
    } catch (CisternException failed) {
      return running.stop().stopped() && failed.failure() instanceof Failure.Interrupted
          ? new Outcome.Stopped()
          : new Outcome.Broken(failed.failure());
    } catch (RuntimeException | Error panic) {
      return new Outcome.Broken(new Failure.LocalIo("the log", "compacting it broke: " + panic));
    }
  }

  private static void awaitEnd(CountDownLatch ended) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          ended.await();
          return;
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
}
