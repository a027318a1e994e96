package io.cistern.application.concurrent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets what somebody waits for go before what nobody waits for. While anybody goes first, those who follow do not begin,
 * and stand still between two pieces of what they have begun. Afterwards they come back one by one: one more beside those
 * still under way, and another for each that ends, because all at once would be in the way of whoever goes first next.
 *
 * <p>Those who follow never starve, and no connection of theirs looks dead to the other end: while somebody goes first for
 * long, they take one step after every pause, all of them together, be it that one begins or that one reads a piece. Thread
 * interrupts are set aside meanwhile and given back. Safe for use by many threads.
 */
public final class RightOfWay {
  /** Long beside what a step takes from who goes first, short beside anybody's patience with a connection, times many. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final long pause;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private int first;

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

  /** Those who follow take a step every quarter of a second. */
  public RightOfWay() {
    this(PAUSE);
  }

  /** @param pause between two steps of those who follow while somebody goes first */
  public RightOfWay(Duration pause) {
    this.pause = TimeUnit.NANOSECONDS.convert(pause);
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
      changed.signalAll(); // somebody who stands still may have become urgent by this
      return this::firstIsThrough;
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
   * @param urgent whether somebody waits for this one, too; asked again whenever somebody goes first
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
        places = following + 1;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void followerIsThrough() {
    lock.lock();
    try {
      following--;
      if (first == 0 && places < Integer.MAX_VALUE) {
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
    long left = pause;
    long seen = steps;
    boolean interrupted = false;
    standing++;
    try {
      while (left > 0 && blocked.getAsBoolean()) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException _) {
          interrupted = true;
        }
        if (seen != steps) { // somebody else took the step
          seen = steps;
          left = pause;
        }
      }
      steps += left > 0 ? 0 : 1;
      return true;
    } finally {
      standing--;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isFull() {
    lock.lock();
    try {
      return first > 0 || following >= places;
    } finally {
      lock.unlock();
    }
  }

  private boolean isTaken() {
    lock.lock();
    try {
      return first > 0;
    } finally {
      lock.unlock();
    }
  }
}
