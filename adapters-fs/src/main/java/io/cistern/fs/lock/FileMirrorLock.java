package io.cistern.fs.lock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.NoticeBoard;
import io.cistern.application.port.Pauses;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.tree.Failures;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * The mirror's locks over lock files. One per mirror and process. Safe for use by many threads.
 *
 * <p>Lock order: a pass, then the mirror lock; BOOTSTRAP and HYDRATION never on one thread. Our own monitor is held
 * for a moment only, never while waiting.
 */
public final class FileMirrorLock implements MirrorLock {
  private static final String MIRROR = "mirror";

  private final Disk disk;
  private final Caller caller;
  private final Turns turns;
  private final LongPredicate alive;
  private final FileNoticeBoard notices;

  @GuardedBy("this")
  private Optional<FileHeldLock> held = Optional.empty();

  /** Which thread of this process runs which pass. */
  @GuardedBy("this")
  private final Map<Pass, Thread> runners = new EnumMap<>(Pass.class);

  /**
   * @param random for the jitter of waiting; used under a lock of ours
   * @param alive whether a process of this number runs; a holder that was killed could not say that it ended
   */
  public FileMirrorLock(
      Disk disk, Caller caller, InstantSource clock, Pauses pauses, RandomGenerator random, LongPredicate alive) {
    this.disk = disk;
    this.caller = caller;
    this.turns = new Turns(clock, pauses, random);
    this.alive = alive;
    this.notices = new FileNoticeBoard(disk, caller, clock, random, alive);
  }

  @Override
  public Optional<HeldLock> acquire(Deadline deadline) {
    requireNotHeldHere("the mirror lock is not taken twice by one thread");
    Object ticket = turns.join();
    try {
      for (int tries = 0; true; tries++) {
        Optional<HeldLock> taken = tryTake(ticket);
        if (taken.isPresent() || deadline.passed(turns.now())) {
          return taken;
        }
        turns.pause(tries, isOurs(ticket), deadline.at());
      }
    } finally {
      turns.leave(ticket);
    }
  }

  @Override
  public Optional<HeldPass> tryPass(Pass pass) {
    requireNotHeldHere("a pass is begun before the mirror lock is taken");
    requireNoOtherLong(pass);
    String which = pass.name();
    try {
      Optional<DiskLock> lock = disk.tryLock(MirrorLayout.lock(which));
      if (lock.isEmpty()) {
        return Optional.empty();
      }
      Instant since = turns.now();
      HolderFile holder = new HolderFile(disk, MirrorLayout.holder(which));
      noteOrRelease(lock.get(), holder, since);
      begin(pass);
      return Optional.of(new FileHeldPass(lock.get(), () -> holder.writeReleased(caller, since), () -> end(pass)));
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  @Override
  public Optional<String> holder() {
    return holder(MIRROR);
  }

  @Override
  public Optional<String> holder(Pass pass) {
    return holder(pass.name());
  }

  @Override
  public NoticeBoard notices() {
    return notices;
  }

  /**
   * Whether whoever held the mirror lock before the present holder let it go in good order: it did not die holding it,
   * and no force had failed in its process. If not, what the system shows of the log's unforced end may be lost at a
   * power cut even after it has been forced again. False also when nothing is known of any holder.
   *
   * @throws InvariantViolated if nobody in this process holds the mirror lock
   */
  public synchronized boolean previousHolderLeftCleanly() {
    return held.orElseThrow(() -> new InvariantViolated("the last holder is asked for under the mirror lock"))
        .previousLeftCleanly();
  }

  /** How many threads of this process wait, the holder not counted once it has the lock. */
  int waiting() {
    return turns.waiting();
  }

  private synchronized Optional<HeldLock> tryTake(Object ticket) {
    if (disk.tainted()) {
      throw new CisternException(new Failure.MirrorTainted("take the mirror lock: a force failed earlier"));
    }
    if (isOurs(ticket)) {
      return Optional.empty();
    }
    try {
      Optional<DiskLock> lock = disk.tryLock(MirrorLayout.lock(MIRROR));
      if (lock.isEmpty()) {
        return Optional.empty();
      }
      HolderFile holder = new HolderFile(disk, MirrorLayout.holder(MIRROR));
      Instant since = turns.now();
      boolean cleanly = noteOrRelease(lock.get(), holder, since);
      FileHeldLock taken = new FileHeldLock(
          disk, lock.get(), cleanly, () -> holder.writeReleased(caller, since), this::release);
      held = Optional.of(taken);
      return Optional.of(taken);
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  /** Reads who was last and writes who is now; whether the last one left cleanly. */
  private boolean noteOrRelease(DiskLock lock, HolderFile holder, Instant since) throws DiskException {
    boolean noted = false;
    try {
      boolean cleanly = holder.read().filter(HolderFile.Note::released).isPresent();
      holder.writeHolding(caller, since);
      noted = true;
      return cleanly;
    } finally {
      if (!noted) {
        lock.close();
      }
    }
  }

  private Optional<String> holder(String which) {
    try {
      return new HolderFile(disk, MirrorLayout.holder(which)).read()
          .filter(note -> !note.released())
          .filter(note -> note.process().isEmpty() || alive.test(note.process().getAsLong()))
          .map(HolderFile.Note::holder);
    } catch (DiskException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether a thread of this process is in the way: it holds the lock, or waits longer. */
  private synchronized boolean isOurs(Object ticket) {
    return held.isPresent() || !turns.isNext(ticket);
  }

  private synchronized void release() {
    held = Optional.empty();
  }

  private synchronized void begin(Pass pass) {
    runners.put(pass, Thread.currentThread());
  }

  private synchronized void end(Pass pass) {
    runners.remove(pass);
  }

  private synchronized void requireNotHeldHere(String rule) {
    Invariant.check(held.filter(FileHeldLock::isHeldHere).isEmpty(), rule);
  }

  private synchronized void requireNoOtherLong(Pass pass) {
    Optional<Pass> other = switch (pass) {
      case BOOTSTRAP -> Optional.of(Pass.HYDRATION);
      case HYDRATION -> Optional.of(Pass.BOOTSTRAP);
      case COMPACTION -> Optional.empty();
    };
    boolean here = other.filter(which -> runners.get(which) == Thread.currentThread()).isPresent();
    Invariant.check(!here, "no thread runs BOOTSTRAP and HYDRATION together");
  }
}
