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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
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

  private final CommitLog log;
  private final Manifest manifest;
  private final Staging staging;
  private final InstantSource clock;
  private final Timings timings;
  private final Publisher publisher;
  private final Exclusive section;
  private final ReentrantLock leadership = new ReentrantLock(true);
  private final Deque<Ticket> waiting = new ArrayDeque<>();
  private volatile Runnable between = () -> {};

  /**
   * @param patience how long to wait for another process that holds the mirror
   * @param recovered told what catching up had to do; only takes note
   */
  public Commits(
      MirrorLock lock, CommitLog log, Manifest manifest, Staging staging, WorkingTree tree,
      InstantSource clock, Duration patience, Consumer<Recovery> recovered) {
    this.log = log;
    this.manifest = manifest;
    this.staging = staging;
    this.clock = clock;
    this.timings = new Timings(clock);
    this.publisher = new Publisher(tree, log, timings);
    this.section = new Exclusive(
        lock, new CatchUp(log, staging, publisher, recovered), timings, clock, patience);
  }

  /** I8: whoever talks to the network, and whoever starts threads, asks first. */
  public static boolean heldHere() {
    return Exclusive.isHeldHere();
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
    return carried(changes).stream().map(Ticket::result).toList();
  }

  /**
   * Like {@link #commitAll}, for changes of which one that fails must not hide what came of the others.
   *
   * @return one per change, which gives its result or throws what it failed with
   */
  public List<Supplier<CommitResult>> commitEach(List<? extends Change> changes) {
    return carried(changes).stream().<Supplier<CommitResult>>map(ticket -> ticket::result).toList();
  }

  private List<Ticket> carried(List<? extends Change> changes) {
    List<Ticket> mine = changes.stream().map(Ticket::new).toList();
    synchronized (waiting) {
      waiting.addAll(mine);
    }
    leadership.lock();
    try {
      while (mine.stream().anyMatch(Ticket::open)) {
        leadFor(mine);
      }
    } finally {
      synchronized (waiting) {
        waiting.removeAll(mine);
      }
      leadership.unlock();
    }
    between.run();
    return mine;
  }

  /**
   * Asks something that must hold still while it is answered: under the lock, caught up, without a change to the mirror.
   *
   * @throws CisternException when the mirror is in use, damaged or tainted
   */
  public <T> T holding(Function<HeldLock, T> question) {
    AtomicReference<T> answer = new AtomicReference<>();
    exclusive(held -> answer.set(question.apply(held)));
    return answer.get();
  }

  /** Takes the lock and catches up without a change of its own, so that recovery is not put off. */
  public void catchUp() {
    exclusive(held -> {});
    between.run();
  }

  /**
   * Has something run whenever the mirror lock has just been let go, on the thread that held it: the tidying, which waits
   * for nobody and whose failures are its own. Set once, before the first commit.
   */
  public void between(Runnable turn) {
    between = turn;
  }

  /**
   * Does something with the log itself, under the mirror lock and after catching up; nothing else of this process is
   * committed meanwhile.
   *
   * @throws CisternException when the mirror is in use, damaged or tainted
   */
  public void exclusive(Consumer<HeldLock> work) {
    leadership.lock();
    try {
      section.run(work);
    } finally {
      leadership.unlock();
    }
  }

  /** As {@link #exclusive}, but does nothing and answers false where it would have to wait. */
  public boolean tryExclusive(Consumer<HeldLock> work) {
    if (!leadership.tryLock()) {
      return false;
    }
    try {
      return section.tryRun(work);
    } finally {
      leadership.unlock();
    }
  }

  /** Takes the lock, and does this when everything that is committed is retired and that is forced (flaw F7). */
  public void whenForced(Consumer<HeldLock> work) {
    exclusive(held -> {
      log.force(held);
      publisher.dropForced(held);
      work.accept(held);
    });
  }

  /** Forces what is still unforced and drops what was kept for that; the log is as a fresh start wants to find it. */
  @Override
  public void close() {
    leadership.lock();
    try {
      if (publisher.hasDroppable()) {
        whenForced(held -> {});
      }
    } finally {
      leadership.unlock();
    }
  }

  /** A failure that befell only changes carried for others, or came after ours were done, is not ours to report. */
  private void leadFor(List<Ticket> mine) {
    try {
      lead();
    } catch (CisternException failed) {
      mine.stream().filter(Ticket::open).forEach(ticket -> ticket.failed(failed));
    }
  }

  private void lead() {
    section.run(held -> {
      List<Ticket> taken = nextTickets();
      boolean published;
      try {
        published = carry(held, taken);
      } catch (RuntimeException | Error failed) {
        taken.stream().filter(Ticket::open).forEach(Ticket::abandoned);
        throw failed;
      }
      if (!published) {
        putBack(taken);
      }
    });
  }

  /**
   * Commits the tickets in batches; answers false when a name could not be published. Nothing more is committed then,
   * because a later change could give that name a second unretired record; the next section finishes it first.
   */
  private boolean carry(HeldLock held, List<Ticket> tickets) {
    List<Ticket> batch = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Ticket ticket : tickets) {
      if (!Collections.disjoint(names, ticket.names())) {
        if (!commit(held, batch)) {
          return false;
        }
        batch.clear();
        names.clear();
      }
      if (ticket.decide(manifest, staging)) {
        batch.add(ticket);
        names.addAll(ticket.names());
      }
    }
    return commit(held, batch);
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

  private void putBack(List<Ticket> tickets) {
    synchronized (waiting) {
      tickets.reversed().stream().filter(Ticket::open).forEach(waiting::addFirst);
    }
  }

  /** Answers false when the batch is committed and some of its names could not be switched. */
  private boolean commit(HeldLock held, List<Ticket> batch) {
    if (batch.isEmpty()) {
      return true;
    }
    List<Sequence> numbers;
    try {
      List<RecordGroup> groups = batch.stream().map(one -> one.group().at(clock.instant())).toList();
      numbers = timings.measured( // the commit point of each
          Timings.Stage.COMMIT, groups.size(), () -> log.append(held, groups));
    } catch (CisternException notCommitted) {
      if (notCommitted.failure() instanceof Failure.LocalDiskFull) {
        return commitOneByOne(held, batch, notCommitted);
      }
      batch.forEach(ticket -> ticket.failed(notCommitted));
      throw notCommitted;
    }
    batch.forEach(Ticket::committed);
    try {
      publisher.dropForced(held);
      List<Unretired> due = log.unretired();
      List<Retirement> retirements = publisher.finish(held, due);
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).retired(numbers.get(i), retirements);
      }
      return true;
    } catch (CisternException unpublished) {
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).done(new CommitResult.Unpublished(numbers.get(i), unpublished));
      }
      return false;
    }
  }

  /** A full disk has no room for the batch, but may have it for some of the changes, above all for removals. */
  private boolean commitOneByOne(HeldLock held, List<Ticket> batch, CisternException full) {
    if (batch.size() == 1) {
      batch.getFirst().failed(full);
      return true;
    }
    return batch.stream().allMatch(ticket -> commit(held, List.of(ticket)));
  }
}
