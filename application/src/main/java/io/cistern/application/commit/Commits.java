package io.cistern.application.commit;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.CommitLog.Unretired;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.Staging;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one way to change a mirror: lock, catch up, commit, publish, retire. Staging happened before.
 *
 * <p>Waiting changes share forces: whoever gets the lock leads and carries the others' changes with its own; each keeps
 * its own group and its own result. A change that shares a name with the batch waits for the next one, so no path ever
 * has two unretired records (flaw F8). Safe for use by many threads. Lock order: leadership, then the mirror lock.
 */
public final class Commits implements AutoCloseable {
  /** Bounds how long one leader keeps the mirror from other processes, and the memory of a batch. */
  private static final int LARGEST_BATCH = 256;

  private static final ScopedValue<HeldLock> HELD = ScopedValue.newInstance();

  private final MirrorLock lock;
  private final CommitLog log;
  private final Manifest manifest;
  private final Staging staging;
  private final Publisher publisher;
  private final CatchUp catchUp;
  private final InstantSource clock;
  private final Duration patience;
  private final ReentrantLock leadership = new ReentrantLock(true);
  private final Queue<Ticket> waiting = new ArrayDeque<>();

  /**
   * @param patience how long to wait for another process that holds the mirror
   * @param recovered told what catching up had to do; only takes note
   */
  public Commits(
      MirrorLock lock, CommitLog log, Manifest manifest, Staging staging, WorkingTree tree,
      InstantSource clock, Duration patience, Consumer<Recovery> recovered) {
    this.lock = lock;
    this.log = log;
    this.manifest = manifest;
    this.staging = staging;
    this.publisher = new Publisher(tree, log);
    this.catchUp = new CatchUp(log, staging, publisher, recovered);
    this.clock = clock;
    this.patience = patience;
  }

  /** I8: whoever talks to the network, and whoever starts threads, asks first. */
  public static boolean heldHere() {
    return HELD.isBound();
  }

  /** Commits one change. */
  public CommitResult commit(Change change) {
    return commitAll(List.of(change)).getFirst();
  }

  /**
   * Commits changes that are independent of each other, in order, sharing forces.
   *
   * @return one result per change
   * @throws CisternException when the mirror is in use, damaged or tainted, or the log cannot be written; what was
   *     committed before stays committed
   */
  public List<CommitResult> commitAll(List<? extends Change> changes) {
    List<Ticket> mine = changes.stream().map(Ticket::new).toList();
    synchronized (waiting) {
      waiting.addAll(mine);
    }
    leadership.lock();
    try {
      while (mine.stream().anyMatch(Ticket::open)) {
        lead();
      }
    } finally {
      synchronized (waiting) {
        waiting.removeAll(mine);
      }
      leadership.unlock();
    }
    return mine.stream().map(Ticket::result).toList();
  }

  /** Takes the lock and catches up without a change of its own, so that recovery is not put off. */
  public void catchUp() {
    leadership.lock();
    try {
      exclusively(held -> {});
    } finally {
      leadership.unlock();
    }
  }

  /** Forces what is still unforced and drops what was kept for that; the log is as a fresh start wants to find it. */
  @Override
  public void close() {
    leadership.lock();
    try {
      if (publisher.hasDroppable()) {
        exclusively(held -> {
          log.force(held);
          publisher.dropForced(held);
        });
      }
    } finally {
      leadership.unlock();
    }
  }

  private void lead() {
    exclusively(held -> {
      List<Ticket> taken = nextTickets();
      try {
        carry(held, taken);
      } finally {
        taken.stream().filter(Ticket::open).forEach(Ticket::abandoned);
      }
      log.foldIfDue(held);
    });
  }

  private void carry(HeldLock held, List<Ticket> tickets) {
    List<Ticket> batch = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Ticket ticket : tickets) {
      if (!Collections.disjoint(names, ticket.change.names())) {
        commit(held, batch);
        batch.clear();
        names.clear();
      }
      if (ticket.decide(manifest, staging)) {
        batch.add(ticket);
        names.addAll(ticket.change.names());
      }
    }
    commit(held, batch);
  }

  private List<Ticket> nextTickets() {
    List<Ticket> tickets = new ArrayList<>();
    synchronized (waiting) {
      while (tickets.size() < LARGEST_BATCH && !waiting.isEmpty()) {
        tickets.add(waiting.remove());
      }
    }
    return tickets;
  }

  private void commit(HeldLock held, List<Ticket> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<Sequence> numbers;
    try {
      numbers = log.append(held, batch.stream().map(Ticket::group).toList()); // the commit point of each
    } catch (CisternException notCommitted) {
      batch.forEach(ticket -> ticket.failed(notCommitted));
      throw notCommitted;
    }
    publisher.dropForced(held);
    try {
      List<Unretired> due = log.unretired();
      List<Retirement> retirements = publisher.finish(held, due);
      for (int i = 0; i < batch.size(); i++) {
        Sequence at = numbers.get(i);
        batch.get(i).done(new CommitResult.Done(at, outcomesOf(at, retirements)));
      }
    } catch (CisternException unpublished) {
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).done(new CommitResult.Unpublished(numbers.get(i), unpublished));
      }
    }
  }

  private static List<Outcome> outcomesOf(Sequence at, List<Retirement> retirements) {
    return retirements.stream()
        .filter(retirement -> retirement.of().equals(at))
        .findFirst()
        .map(Retirement::outcomes)
        .orElse(List.of());
  }

  private void exclusively(Consumer<HeldLock> section) {
    HeldLock held = lock.acquire(Deadline.after(clock.instant(), patience)).orElseThrow(this::inUse);
    try (held) {
      ScopedValue.where(HELD, held).run(() -> {
        catchUp.run(held);
        section.accept(held);
      });
    }
  }

  private CisternException inUse() {
    String holder = lock.holder().orElse("another process");
    return new CisternException(new Failure.MirrorInUse("the mirror is in use by " + holder));
  }

  /** One change on its way. Guarded by leadership once it is taken from the queue. */
  private static final class Ticket {
    private final Change change;
    private Optional<RecordGroup> group = Optional.empty();
    private Optional<Supplier<CommitResult>> result = Optional.empty();

    Ticket(Change change) {
      this.change = change;
    }

    boolean open() {
      return result.isEmpty();
    }

    CommitResult result() {
      return result.orElseThrow().get();
    }

    RecordGroup group() {
      return group.orElseThrow();
    }

    void done(CommitResult outcome) {
      result = Optional.of(() -> outcome);
    }

    void failed(RuntimeException cause) {
      result = Optional.of(() -> {
        throw cause;
      });
    }

    /** The leader met an error that was not this ticket's; its caller must not wait for ever. */
    void abandoned() {
      failed(new CisternException(new Failure.LocalIo("the mirror", "the batch this change was in could not go on")));
    }

    /** Whether there is a group to commit; otherwise the ticket has its result. */
    boolean decide(Manifest manifest, Staging staging) {
      try {
        group = change.decide(manifest);
      } catch (RuntimeException refused) {
        failed(refused);
        return false;
      }
      if (group.isEmpty()) {
        done(new CommitResult.Nothing());
        return false;
      }
      if (!staging.present(stagedBy(group.get()))) {
        done(new CommitResult.StagingLost());
        return false;
      }
      return true;
    }

    private static List<StagedContent> stagedBy(RecordGroup group) {
      return group.switches().stream()
          .map(record -> record.publication().target())
          .filter(Target.Bytes.class::isInstance)
          .map(target -> ((Target.Bytes) target).staged())
          .toList();
    }
  }
}
