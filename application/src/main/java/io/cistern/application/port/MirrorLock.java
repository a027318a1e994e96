package io.cistern.application.port;

import io.cistern.domain.time.Deadline;
import java.util.Optional;

/**
 * Exclusion between everything that writes to one mirror, in this process and in others.
 *
 * <p>Locks are never stale after a crash. Within a process writers are served in order; between processes a waiter
 * polls with jitter. Order: a pass before the mirror lock, and never BOOTSTRAP and HYDRATION on one thread.
 */
public interface MirrorLock {
  /** Work of which one pass per mirror may run, across processes. */
  enum Pass {
    BOOTSTRAP,
    HYDRATION,
    COMPACTION
  }

  /**
   * Waits for the mirror lock until the deadline; empty if another holder kept it.
   *
   * @throws io.cistern.domain.failure.InvariantViolated if this thread holds it already
   */
  Optional<HeldLock> acquire(Deadline deadline);

  /**
   * Tries to begin a pass without waiting; empty if one of its kind runs.
   *
   * @throws io.cistern.domain.failure.InvariantViolated if this thread holds the mirror lock
   */
  Optional<HeldPass> tryPass(Pass pass);

  /** Who holds the mirror lock (process, command, since), for messages; read from beside the lock, never from it. */
  Optional<String> holder();

  /** Who runs a pass of this kind, for messages. */
  Optional<String> holder(Pass pass);

  /** What the processes that take these locks say beside them. */
  NoticeBoard notices();
}
