package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;

/** Remembers for the life of a disk that a force failed on it (invariant I12). Safe for use by many threads. */
final class Taint {
  private volatile boolean set;

  /** An operation that makes something durable. */
  @FunctionalInterface
  interface Force {
    void run() throws DiskException;
  }

  boolean isSet() {
    return set;
  }

  /** Refuses an operation that writes once a force has failed. */
  void refuse(String step, String name) throws DiskException {
    if (set) {
      throw new DiskException(Kind.TAINTED, step, name, "a force failed earlier in this process");
    }
  }

  /**
   * Forces, and is set when that fails after it began. A directory that cannot even be opened was not forced in vain:
   * nothing is lost that a later force would not find.
   */
  void force(String name, Force force) throws DiskException {
    refuse("force", name);
    try {
      force.run();
    } catch (DiskException failed) {
      if (failed.kind() == Kind.OTHER || failed.kind() == Kind.NO_SPACE) {
        set = true;
      }
      throw failed;
    }
  }
}
