package io.cistern.application.port;

/** Proof that the mirror lock is held by this thread. */
public interface HeldLock extends AutoCloseable {
  /**
   * Does nothing while the lock is held.
   *
   * @throws io.cistern.domain.failure.CisternException if the lock was lost since it was taken: closed, replaced, or
   *     released by the system
   */
  void ensureValid();

  /** Lets the lock go; a second call does nothing. */
  @Override
  void close();
}
