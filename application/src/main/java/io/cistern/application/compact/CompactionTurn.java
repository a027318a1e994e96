package io.cistern.application.compact;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.Lane;
import io.cistern.application.port.Compactor.Prepared;
import io.cistern.application.port.Compactor.Size;
import io.cistern.application.port.Compactor.Snapshot;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.domain.compaction.CompactionEnd;
import io.cistern.domain.compaction.CompactionEvent;
import io.cistern.domain.compaction.CompactionPolicy;
import io.cistern.domain.compaction.CompactionRefusal;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.compaction.CompactionSession;
import io.cistern.domain.compaction.CompactionSession.Pending;
import io.cistern.domain.compaction.Situation;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.quota.Admission;
import io.cistern.domain.time.Deadline;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done for the log between two commits: applies what was finished, picks up what a dead process had finished, and,
 * where its session may, starts the next. Waits for nobody, with one exception: a log of twice its budget is compacted
 * at once, in the foreground, whatever the quota says. Its failures are told, and are never the command's.
 *
 * <p>Safe for use by many threads; a turn that finds another one under way is over. Lock order: this turn, then
 * leadership of {@link Commits}, then the mirror lock; the COMPACTION pass is only tried.
 */
public final class CompactionTurn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompactionTurn.class);

  private final CompactionPorts ports;
  private final CompactionSettings settings;
  private final CompactionPolicy policy;
  private final boolean starts;
  private final Consumer<CompactionEvent> onEvent;
  private final CompactionWorker worker;
  private final Leftovers leftovers;
  private final Runnable endThreads;
  private final ReentrantLock turning = new ReentrantLock();
  private CompactionSession session = CompactionSession.FRESH;
  /** A result that waits for a moment in which the mirror lock is free. */
  private Optional<Prepared> waiting = Optional.empty();

  private Optional<HeldPass> pass = Optional.empty();
  private Instant quietUntil = Instant.MIN;
  private Instant patientUntil = Instant.MIN;

  /**
   * A session.
   *
   * @param starts whether it may start one: short verbs only apply
   * @param onEvent told of each start and each end, on the thread of the turn
   */
  public CompactionTurn(
      CompactionPorts ports, CompactionSettings settings, boolean starts, Consumer<CompactionEvent> onEvent) {
    this(ports, settings, starts, onEvent, new Lane("compaction", 1));
  }

  private CompactionTurn(
      CompactionPorts ports, CompactionSettings settings, boolean starts, Consumer<CompactionEvent> onEvent,
      Lane lane) {
    this(ports, settings, starts, onEvent, lane::start, lane::close);
  }

  /**
   * With threads of another kind.
   *
   * @param endThreads called when none runs any more
   */
  CompactionTurn(
      CompactionPorts ports, CompactionSettings settings, boolean starts, Consumer<CompactionEvent> onEvent,
      Executor threads, Runnable endThreads) {
    this.ports = ports;
    this.leftovers = new Leftovers(ports);
    this.settings = settings;
    this.policy = settings.policy();
    this.starts = starts;
    this.onEvent = onEvent;
    this.endThreads = endThreads;
    this.worker = new CompactionWorker(ports.compactor(), ports.clock(), threads);
  }

  /** A turn; returns at once. Not under the mirror lock. */
  public void turn() {
    if (!settings.enabled() || Commits.heldHere() || turning.isHeldByCurrentThread() || !turning.tryLock()) {
      return;
    }
    try {
      land();
      if (pass.isEmpty()) {
        leftovers.pickUp();
      }
      Size size = ports.compactor().size();
      if (policy.overdue(size.logBytes(), size.checkpointBytes()) && !ports.clock().instant().isBefore(patientUntil)) {
        atOnce();
      } else if (starts && policy.due(size.logBytes(), size.checkpointBytes())) {
        maybeStart(size);
      }
    } catch (CisternException failed) {
      LOG.warn("event=compaction-turn-failed cause={}", failed.getMessage());
    } finally {
      turning.unlock();
    }
  }

  /** What the session has tried. */
  public CompactionSession session() {
    turning.lock();
    try {
      return session;
    } finally {
      turning.unlock();
    }
  }

  /**
   * Compacts now, outside the quota; what is under way is stopped first. Errors are the caller's.
   *
   * @return empty when there is nothing to do
   */
  public Optional<CompactionResult> compactNow() {
    turning.lock();
    try {
      abort();
      return foreground();
    } finally {
      turning.unlock();
    }
  }

  /** Applies what is finished, stops what is not, and returns when it has really stopped. */
  @Override
  public void close() {
    turning.lock();
    try {
      if (settings.enabled()) {
        land();
      }
      abort();
    } catch (CisternException failed) {
      LOG.warn("event=compaction-turn-failed cause={}", failed.getMessage());
    } finally {
      turning.unlock();
      endThreads.run();
    }
  }

  /** Phase one. Completion is looked at, never the clock: what ended in time counts, however late somebody looks. */
  private void land() {
    worker.finished().ifPresent(this::ended);
    waiting.ifPresent(this::tryApply);
  }

  private void ended(CompactionWorker.Completion completion) {
    Pending pending = session.pending().orElseThrow();
    switch (completion.outcome()) {
      case CompactionWorker.Outcome.Ready(Prepared prepared) -> {
        if (policy.inTime(pending.started(), completion.at())) {
          waiting = Optional.of(prepared);
        } else {
          ports.compactor().discard(prepared);
          end(CompactionEnd.late(pending.started(), completion.at()), completion.at());
        }
      }
      case CompactionWorker.Outcome.Broken(Failure cause) -> end(new CompactionEnd.Failed(cause), completion.at());
      case CompactionWorker.Outcome.Late() ->
        end(CompactionEnd.late(pending.started(), completion.at()), completion.at());
      case CompactionWorker.Outcome.Stopped() -> end(new CompactionEnd.Aborted(), completion.at());
    }
  }

  private void tryApply(Prepared result) {
    AtomicReference<Optional<CompactionEnd>> end = new AtomicReference<>(Optional.empty());
    try {
      if (!ports.commits().tryExclusive(held -> end.set(Optional.of(CompactLog.apply(held, ports, result))))) {
        return;
      }
    } catch (CisternException failed) {
      ports.compactor().discard(result);
      end.set(Optional.of(new CompactionEnd.Failed(failed.failure())));
    }
    waiting = Optional.empty();
    end(end.get().orElseThrow(), ports.clock().instant());
  }

  private void end(CompactionEnd end, Instant at) {
    long task = session.pending().orElseThrow().task();
    session = session.ended(task, end);
    ports.tell(new CompactionEvent.Ended(task, end, at), onEvent);
    releasePass();
  }

  /** Phase two. */
  private void maybeStart(Size size) {
    Instant now = ports.clock().instant();
    if (session.pending().isPresent() || now.isBefore(quietUntil)) {
      return;
    }
    Admission admission = admission(size, now);
    if (admission instanceof Admission.Allowed) {
      admission = start(admission, now);
    }
    if (admission instanceof Admission.Refused(String reason, Instant retryAt)) {
      LOG.debug("event=compaction-refused reason={} retryAt={}", reason, retryAt);
      quietUntil = reason.equals(CompactionRefusal.COOLDOWN.word()) ? retryAt : quietUntil;
    }
  }

  private Admission admission(Size size, Instant now) {
    return policy.admit(
        new Situation(
            session.pending().map(Pending::started), session.attempts(), ports.compactor().notes().lastStart(),
            size.groups() > 0, ports.compactor().freeBytes(),
            CompactionPolicy.needed(size.logBytes(), size.checkpointBytes()), false),
        now);
  }

  private Admission start(Admission admission, Instant now) {
    pass = ports.lock().tryPass(Pass.COMPACTION);
    if (pass.isEmpty()) {
      return CompactionPolicy.refused(CompactionRefusal.BUSY, now);
    }
    boolean started = false;
    try {
      AtomicReference<Optional<Snapshot>> taken = new AtomicReference<>(Optional.empty());
      boolean free =
          ports.commits().tryExclusive(held -> taken.set(ports.compactor().snapshot(held, settings.keepRecent())));
      if (taken.get().isEmpty()) {
        return CompactionPolicy.refused(free ? CompactionRefusal.NOTHING_TO_DO : CompactionRefusal.BUSY, now);
      }
      session = session.started(admission, now);
      started = true;
      ports.tell(new CompactionEvent.Started(session.pending().orElseThrow().task(), false, now), onEvent);
      worker.start(taken.get().get(), Deadline.after(now, settings.quota().timeout()));
      return admission;
    } finally {
      if (!started) {
        releasePass();
      }
    }
  }

  /** When it fails, the next command of the session does not try again at each of its commits. */
  private void atOnce() {
    try {
      patientUntil = ports.clock().instant().plus(settings.quota().cooldown());
      abort();
      Optional<CompactionResult> _ = foreground();
    } catch (CisternException failed) {
      LOG.warn("event=compaction-overdue-failed cause={}", failed.getMessage());
    }
  }

  private Optional<CompactionResult> foreground() {
    Optional<CompactionResult> result = new CompactLog(ports, settings).compact(() -> {}, onEvent);
    if (result.isPresent()) {
      session = session.refreshed();
      patientUntil = Instant.MIN;
    }
    return result;
  }

  private void abort() {
    waiting.ifPresent(result -> {
      ports.compactor().discard(result);
      waiting = Optional.empty();
      end(new CompactionEnd.Aborted(), ports.clock().instant());
    });
    worker.abort().ifPresent(completion -> {
      if (completion.outcome() instanceof CompactionWorker.Outcome.Ready(Prepared prepared)) {
        ports.compactor().discard(prepared);
        end(new CompactionEnd.Aborted(), completion.at());
      } else {
        ended(completion);
      }
    });
  }

  private void releasePass() {
    pass.ifPresent(HeldPass::close);
    pass = Optional.empty();
  }
}
