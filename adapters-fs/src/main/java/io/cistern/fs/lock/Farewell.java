package io.cistern.fs.lock;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskLock;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets a lock go once: the note first, because without the lock it is someone else's. */
final class Farewell {
  private final AtomicBoolean done = new AtomicBoolean();
  private final DiskLock lock;
  private final Note note;
  private final Runnable release;

  /** Writes that the holder left. */
  @FunctionalInterface
  interface Note {
    void write() throws DiskException;
  }

  /**
   * @param release run last, also when something before it failed
   */
  Farewell(DiskLock lock, Note note, Runnable release) {
    this.lock = lock;
    this.note = note;
    this.release = release;
  }

  boolean isDone() {
    return done.get();
  }

  void say() {
    if (done.getAndSet(true)) {
      return;
    }
    try {
      if (lock.valid()) {
        note.write();
      }
    } catch (DiskException unwritten) {
      // The next holder takes it that we died holding the lock, which is the careful reading.
    } finally {
      try {
        lock.close();
      } finally {
        release.run();
      }
    }
  }
}
