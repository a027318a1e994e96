package io.cistern.fs.lock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/** Who waits in this process, in order, and how long until the next look. Safe for use by many threads. */
final class Turns {
  /** Between threads: a commit takes a few milliseconds. */
  private static final Duration LONGEST_BEHIND_OURS = Duration.ofMillis(2);

  /** Between processes: often enough for people, seldom enough for the machine. */
  private static final Duration LONGEST_BEHIND_OTHERS = Duration.ofMillis(25);

  private static final Duration FIRST = Duration.ofMillis(1);

  private final InstantSource clock;
  private final Pauses pauses;

  @GuardedBy("this")
  private final RandomGenerator random;

  @GuardedBy("this")
  private final Deque<Object> waiting = new ArrayDeque<>();

  Turns(InstantSource clock, Pauses pauses, RandomGenerator random) {
    this.clock = clock;
    this.pauses = pauses;
    this.random = random;
  }

  synchronized Object join() {
    Object ticket = new Object();
    waiting.add(ticket);
    return ticket;
  }

  synchronized void leave(Object ticket) {
    waiting.remove(ticket);
  }

  synchronized boolean isNext(Object ticket) {
    return waiting.peek() == ticket;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Waits a little, longer with each try, never past the end.
   *
   * @param behindOurs whether a thread of this process is in the way
   */
  void pause(int tries, boolean behindOurs, Instant end) {
    Duration longest = behindOurs ? LONGEST_BEHIND_OURS : LONGEST_BEHIND_OTHERS;
    Duration grown = FIRST.multipliedBy(1L << Math.min(tries, 10));
    Duration bound = grown.compareTo(longest) < 0 ? grown : longest;
    Instant wake = now().plusNanos(jittered(bound.toNanos()));
    pauses.until(wake.isBefore(end) ? wake : end);
  }

  /** Between the half and the whole, so that waiters do not keep step. */
  private synchronized long jittered(long nanos) {
    return nanos / 2 + random.nextLong(nanos / 2 + 1);
  }
}
