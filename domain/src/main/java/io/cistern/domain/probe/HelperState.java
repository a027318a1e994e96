package io.cistern.domain.probe;

/** Where a helper of a pool stands. That it has no process says nothing by itself: two of these have none. */
public enum HelperState {
  /** A place without a process: the next caller starts it. Survives clean-up. */
  NEVER_STARTED,
  /** A process that waits for a question. */
  IDLE,
  /** A process that is one caller's alone. Survives clean-up. */
  BUSY,
  /** Told to end, because its home's credential changed or nobody asked for long; evicted once nobody holds it. */
  CLOSED,
  /** Its process ended by itself, or cannot be trusted any more; evicted. */
  EXITED
}
