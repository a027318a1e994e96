package io.cistern.application.concurrent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets what somebody waits for go before what nobody waits for. While anybody goes first, and for a moment after, because
 * whoever opened one file often opens another, those who follow do not begin, and stand still between two pieces of what
 * they have begun. Then they come back one by one: one more beside those still under way, and another for each that ends,
 * because all at once would be in the way of whoever goes first next.
 *
 * <p>Those who follow never starve, and no connection of theirs looks dead to the other end: while the way is taken for
 * long, they take one step after every pause, all of them together, be it that one begins or that one reads a piece. Thread
 * interrupts are set aside meanwhile and given back. Safe for use by many threads.
 */
public final class RightOfWay {
  /** Long beside what a step takes from who goes first, short beside anybody's patience with a connection, times many. */
  private static final Duration PAUSE = Duration.ofMillis(125);

  /**
   * Longer than a program takes between two files that it opens one after the other, because what begins in that gap is in
   * the way of the next; no longer than one of them takes over an ordinary line.
   */
  private static final Duration LINGER = Duration.ofMillis(50);

  /** For how many pauses a commit is put off: what has been read meanwhile shares it. */
  private static final int PAUSES_OF_A_COMMIT = 4;

  private final long pause;
  private final long linger;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private int first;

  /** How often somebody went first. */
  @GuardedBy("lock")
  private long went;

  /** Nobody goes first, and the moment after that is not over; whoever stands still for all of it ends it. */
  @GuardedBy("lock")
  private boolean lingering;

  /** Somebody went first, and nobody has found the way free since. */
  @GuardedBy("lock")
  private boolean comingBack;

  @GuardedBy("lock")
  private int following;

  /** How many may follow at a time. */
  @GuardedBy("lock")
  private int places = Integer.MAX_VALUE;

  @GuardedBy("lock")
  private int standing;

  /** Steps taken although somebody went first. */
  @GuardedBy("lock")
  private long steps;

  /** Those who follow take eight steps a second. */
  public RightOfWay() {
    this(PAUSE, LINGER);
  }

  /**
   * @param pause between two steps of those who follow while somebody goes first
   * @param linger how long the way is kept free for the next who goes first, from when somebody stands still for that
   */
  public RightOfWay(Duration pause, Duration linger) {
    this.pause = TimeUnit.NANOSECONDS.convert(pause);
    this.linger = TimeUnit.NANOSECONDS.convert(linger);
  }

  /** Somebody's way, closed once. */
  public interface Way extends AutoCloseable {
    @Override
    void close();
  }

  /** Goes at once, before all that follow, until the way is closed. */
  public Way goFirst() {
    lock.lock();
    try {
      first++;
      went++;
      return this::firstIsThrough;
    } finally {
      lock.unlock();
    }
  }

  /** Has those who stand still ask again whether they are urgent. */
  public void hurry() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Follows until the way is closed, after standing still while somebody goes first or too many follow already. */
  public Way follow() {
    lock.lock();
    try {
      standStill(this::isFull);
      following++;
      return this::followerIsThrough;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Between two pieces: stands still while somebody goes first.
   *
   * @param urgent whether somebody waits for this one, too; asked again when somebody says {@link #hurry}
   * @return whether it stood still
   */
  public boolean giveWay(BooleanSupplier urgent) {
    lock.lock();
    try {
      return standStill(() -> isTaken() && !urgent.getAsBoolean());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Before a commit of what nobody waits for, which takes the lock and the disk from those of who goes first: stands still
   * while somebody does, a few pauses at most. It is no step; those who read go on as before.
   *
   * @param urgent whether somebody waits for it; asked again when somebody says {@link #hurry}
   */
  public void holdBack(BooleanSupplier urgent) {
    lock.lock();
    try {
      BooleanSupplier blocked = () -> isTaken() && !urgent.getAsBoolean();
      if (blocked.getAsBoolean()) {
        stand(blocked, PAUSES_OF_A_COMMIT * pause, false);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many stand still just now. */
  public int standing() {
    lock.lock();
    try {
      return standing;
    } finally {
      lock.unlock();
    }
  }

  /** How many steps were taken although somebody went first. */
  long steps() {
    lock.lock();
    try {
      return steps;
    } finally {
      lock.unlock();
    }
  }

  private void firstIsThrough() {
    lock.lock();
    try {
      first--;
      if (first == 0) {
        lingering = linger > 0;
        comingBack = true;
        changed.signal(); // one sees whether the way stays free, and wakes the others; all at once would cost the next
      }
    } finally {
      lock.unlock();
    }
  }

  private void followerIsThrough() {
    lock.lock();
    try {
      following--;
      if (!isTaken() && !comingBack && places < Integer.MAX_VALUE) {
        places++;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean standStill(BooleanSupplier blocked) {
    if (!blocked.getAsBoolean()) {
      return false;
    }
    stand(blocked, pause, true);
    return true;
  }

  /**
   * Stands still until nothing blocks or the patience has run out.
   *
   * @param step whether running out of it is a step, and somebody else's step begins it anew
   */
  @GuardedBy("lock")
  private void stand(BooleanSupplier blocked, long patience, boolean step) {
    long left = patience;
    long seen = steps;
    long watched = -1;
    long moment = 0;
    boolean interrupted = false;
    standing++;
    try {
      while (left > 0 && blocked.getAsBoolean()) {
        try {
          boolean watching = first == 0 && lingering;
          moment = went == watched ? moment : linger;
          watched = went;
          long nap = watching ? Math.min(left, moment) : left;
          long slept = nap - changed.awaitNanos(nap);
          left -= slept;
          moment -= watching ? slept : 0;
          lingering &= moment > 0 || first > 0 || went != watched;
        } catch (InterruptedException _) {
          interrupted = true;
        }
        if (step && seen != steps) {
          seen = steps;
          left = patience;
        }
      }
      steps += step && left <= 0 ? 1 : 0;
    } finally {
      standing--;
      if (!isTaken()) {
        changed.signalAll();
      } else if (first == 0) {
        changed.signal(); // it may have been this one that was to see to that
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isFull() {
    lock.lock();
    try {
      if (isTaken()) {
        return true;
      }
      if (comingBack) {
        comingBack = false;
        places = following + 1;
        changed.signalAll();
      }
      return following >= places;
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody goes first, or has been through just now. */
  private boolean isTaken() {
    lock.lock();
    try {
      return first > 0 || lingering;
    } finally {
      lock.unlock();
    }
  }
}
