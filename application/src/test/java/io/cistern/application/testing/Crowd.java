package io.cistern.application.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Threads that share one time: it moves on to whoever waits for the nearest moment, and only when nobody has anything else
 * to do. So waits that go on side by side take as long as the longest of them, and not as long as all together. A thread
 * belongs to it from when it first asks for the time. Safe for use by many threads.
 */
final class Crowd {
  /** In a row, a millisecond apart; until it gets a processor, a thread that was just woken looks as if it waited still. */
  private static final int QUIET_LOOKS = 25;

  private final Set<Thread> known = ConcurrentHashMap.newKeySet();

  @GuardedBy("this")
  private final Map<Thread, Instant> wakes = new HashMap<>();

  @GuardedBy("this")
  private Instant now;

  @GuardedBy("this")
  private int quiet;

  Crowd(Instant start) {
    this.now = start;
  }

  synchronized Instant instant() {
    if (known.add(Thread.currentThread())) {
      quiet = 0;
    }
    return now;
  }

  /** Waits until it is so late. */
  synchronized void await(Instant wake) {
    boolean interrupted = false;
    known.add(Thread.currentThread());
    wakes.put(Thread.currentThread(), wake);
    quiet = 0;
    while (now.isBefore(wake)) {
      if (known.size() == 1 || (isNext(wake) && isQuiet())) {
        now = wake;
        quiet = 0;
        notifyAll();
        continue;
      }
      try {
        wait(1);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    wakes.remove(Thread.currentThread());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @GuardedBy("this")
  private boolean isNext(Instant wake) {
    Instant moment = now;
    return wakes.values().stream().filter(moment::isBefore).noneMatch(other -> other.isBefore(wake));
  }

  @GuardedBy("this")
  private boolean isQuiet() {
    known.removeIf(thread -> !thread.isAlive());
    boolean all = true;
    for (Thread thread : known) {
      all &= waits(thread);
    }
    quiet = all ? quiet + 1 : 0;
    return quiet >= QUIET_LOOKS;
  }

  /** One whose moment has come is about to go on. */
  @GuardedBy("this")
  private boolean waits(Thread thread) {
    Instant wake = wakes.get(thread);
    if (wake != null) {
      return now.isBefore(wake);
    }
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
    };
  }
}
