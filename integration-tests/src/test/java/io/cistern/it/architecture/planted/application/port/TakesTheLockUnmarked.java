package io.cistern.it.architecture.planted.application.port;

/** Breaks A15: takes the lock and is not marked as a store. */
interface TakesTheLockUnmarked {
  void append(HeldLock held, String record);
}
