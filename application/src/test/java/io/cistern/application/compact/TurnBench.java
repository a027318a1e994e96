package io.cistern.application.compact;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.Latches;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.compaction.CompactionEnd;
import io.cistern.domain.compaction.CompactionEvent;
import io.cistern.domain.compaction.CompactionQuota;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.compaction.CompactionSession;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.RecordGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * A session on a mirror in memory. A group counts a hundred bytes of log and the budget is a thousand, so ten groups are
 * within it and twenty are twice that. The worker's task waits until the test runs it.
 */
final class TurnBench {
  private static final long BUDGET = 1_000;

  private final ManualClock clock;
  private final InMemoryMirror mirror;
  private final List<CompactionEvent> events = new ArrayList<>();
  private final List<Runnable> tasks = new ArrayList<>();
  private CompactionQuota quota = CompactionQuota.DEFAULTS;
  private boolean enabled = true;
  private boolean starts = true;
  private boolean ownThread;
  private Optional<CompactionTurn> turn = Optional.empty();

  TurnBench() {
    this.clock = new ManualClock();
    this.mirror = new InMemoryMirror(clock);
  }

  private TurnBench(ManualClock clock, InMemoryMirror mirror) {
    this.clock = clock;
    this.mirror = mirror;
  }

  /** Another process on the same mirror. */
  TurnBench another() {
    return new TurnBench(clock, mirror.another());
  }

  void with(CompactionQuota other) {
    quota = other;
  }

  TurnBench shortVerb() {
    starts = false;
    return this;
  }

  void disabled() {
    enabled = false;
  }

  /** From now on the worker runs on a thread of its own, in the middle of its work, until it is asked to stop. */
  void workerStopsWhenAsked() {
    ownThread = true;
    mirror.compactor().nextNeverEnds();
    tasks.forEach(this::runsUntilAsked);
    tasks.clear();
  }

  ManualClock clock() {
    return clock;
  }

  InMemoryMirror mirror() {
    return mirror;
  }

  /** Commits until the log holds so many groups. */
  void commits(long upTo) {
    mirror.commits().catchUp();
    while (mirror.manifest().at().number() < upTo) {
      mirror.commits().commit(new InSync());
    }
  }

  void commitsOverTheBudget() {
    commits(mirror.compactor().foldedUpTo() + Math.max(BUDGET, mirror.compactor().size().checkpointBytes()) / 100 + 1);
  }

  void turn() {
    opened().turn();
  }

  CompactionSession session() {
    return opened().session();
  }

  Optional<CompactionResult> compactNow() {
    return opened().compactNow();
  }

  void close() {
    opened().close();
  }

  void workerRuns() {
    List<Runnable> all = List.copyOf(tasks);
    tasks.clear();
    all.forEach(Runnable::run);
  }

  int workersRunning() {
    return mirror.compactor().preparing();
  }

  /** The process ends without a word; the system lets go of what it held. */
  void dies() {
    mirror.diesInItsPass();
    turn = Optional.empty();
  }

  void onAnotherThread(Runnable work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> {
      work.run();
      done.countDown();
    });
    Latches.await(done);
  }

  List<CompactionEvent> events() {
    return List.copyOf(events);
  }

  long starts() {
    return events.stream().filter(CompactionEvent.Started.class::isInstance).count();
  }

  List<CompactionEnd> ends() {
    return events.stream()
        .filter(CompactionEvent.Ended.class::isInstance)
        .map(event -> ((CompactionEvent.Ended) event).end())
        .toList();
  }

  private CompactionTurn opened() {
    if (turn.isEmpty()) {
      turn = Optional.of(new CompactionTurn(
          new CompactionPorts(
              mirror.lock(), mirror.commits(), mirror.compactor(), mirror.staging(), mirror.trash(), clock),
          new CompactionSettings(enabled, BUDGET, 5, quota), starts, events::add, this::take, () -> {}));
    }
    return turn.get();
  }

  private void take(Runnable task) {
    if (ownThread) {
      runsUntilAsked(task);
    } else {
      tasks.add(task);
    }
  }

  private void runsUntilAsked(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  /** A group that names no path, at a moment of its own. */
  private final class InSync implements Change {
    @Override
    public Set<String> names() {
      clock.advance(Duration.ZERO);
      return Set.of();
    }

    @Override
    public Optional<RecordGroup> decide(Manifest manifest) {
      return Optional.of(RecordGroup.of(new LogRecord.InSync(clock.instant())));
    }
  }
}
