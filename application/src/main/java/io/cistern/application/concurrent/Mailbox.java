package io.cistern.application.concurrent;

import io.cistern.domain.failure.CisternException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Hands things from many threads to one. Waiting ignores thread interrupts and gives them back afterwards, because
 * stopping is the business of a {@link StopSignal}. Safe for use by many threads.
 *
 * @param <T> what is handed over
 */
public final class Mailbox<T> {
  private final int capacity;
  private final Deque<T> waiting = new ArrayDeque<>();
  private boolean closed;

  /** @param capacity how many may wait; whoever brings more waits, too */
  public Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /** A mailbox for as many as there are. */
  public static <T> Mailbox<T> unbounded() {
    return new Mailbox<>(Integer.MAX_VALUE);
  }

  /**
   * Hands one over, after waiting for room.
   *
   * @throws CisternException {@code Interrupted} when nobody takes anything any more
   */
  public synchronized void put(T one) {
    await(() -> closed || waiting.size() < capacity);
    if (closed) {
      throw new CisternException(StopSignal.interrupted());
    }
    waiting.addLast(one);
    notifyAll();
  }

  /** The next one, after waiting for it. */
  public synchronized T take() {
    await(() -> !waiting.isEmpty());
    T first = waiting.removeFirst();
    notifyAll();
    return first;
  }

  /** Those at the front that match, at most so many; does not wait. */
  public synchronized List<T> takeWhile(Predicate<T> matching, int most) {
    List<T> taken = new ArrayList<>();
    while (taken.size() < most && !waiting.isEmpty() && matching.test(waiting.getFirst())) {
      taken.add(waiting.removeFirst());
    }
    notifyAll();
    return taken;
  }

  public synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes nothing more; whoever waits for room goes on with a failure. Returns what was never taken. */
  public synchronized List<T> close() {
    closed = true;
    List<T> left = List.copyOf(waiting);
    waiting.clear();
    notifyAll();
    return left;
  }

  private interface Condition {
    boolean holds();
  }

  private void await(Condition condition) {
    boolean interrupted = false;
    try {
      while (!condition.holds()) {
        try {
          wait();
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
