package io.cistern.application.hydrate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.concurrent.RightOfWay;
import io.cistern.application.port.NoticeBoard;
import io.cistern.application.port.NoticeBoard.Notices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The opens of other processes at this mirror: while one waits, it goes first here as an open of this process would. Their
 * notices are looked at by whoever is about to read the next file, so that nothing waits for a look. Safe for use by many
 * threads.
 */
final class Neighbours implements AutoCloseable {
  /** Short beside the time that a program needs from its notice to its request; a look reads a few small files. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

  private final NoticeBoard notices;
  private final RightOfWay way;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private Instant looked = Instant.EPOCH;

  @GuardedBy("lock")
  private Optional<RightOfWay.Way> theirs = Optional.empty();

  @GuardedBy("lock")
  private boolean closed;

  /** @param notices where this process tells of its pass by now, which says which opens are its own */
  Neighbours(NoticeBoard notices, RightOfWay way, InstantSource clock) {
    this.notices = notices;
    this.way = way;
    this.clock = clock;
  }

  /** Looks, unless somebody has looked just now or is at it. */
  void look() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      Instant now = clock.instant();
      if (closed || isRecent(now)) {
        return;
      }
      looked = now;
      boolean open = isAnyOpening(notices.read());
      if (open && theirs.isEmpty()) {
        theirs = Optional.of(way.goFirst());
      } else if (!open) {
        endTheirs();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The pass is over, and with it what it gives way to. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      endTheirs();
    } finally {
      lock.unlock();
    }
  }

  /** A clock that was set back makes no look recent. */
  @GuardedBy("lock")
  private boolean isRecent(Instant now) {
    return !now.isBefore(looked) && Duration.between(looked, now).compareTo(BETWEEN_LOOKS) < 0;
  }

  private static boolean isAnyOpening(Notices said) {
    return said.pass().isPresent()
        && said.opens().stream().anyMatch(opens -> opens.process() != said.pass().get().process());
  }

  @GuardedBy("lock")
  private void endTheirs() {
    theirs.ifPresent(RightOfWay.Way::close);
    theirs = Optional.empty();
  }
}
