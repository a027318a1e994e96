package io.cistern.fs.lock;

import io.cistern.application.port.HeldLock;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.layout.MirrorLayout;

/** The mirror lock, held by the thread that made this. */
final class FileHeldLock implements HeldLock {
  private final Thread holder = Thread.currentThread();
  private final Disk disk;
  private final DiskLock lock;
  private final boolean previousLeftCleanly;
  private final Farewell farewell;

  FileHeldLock(Disk disk, DiskLock lock, boolean previousLeftCleanly, Farewell.Note note, Runnable release) {
    this.disk = disk;
    this.lock = lock;
    this.previousLeftCleanly = previousLeftCleanly;
    this.farewell = new Farewell(lock, note, release);
  }

  boolean isHeldHere() {
    return holder == Thread.currentThread();
  }

  boolean previousLeftCleanly() {
    return previousLeftCleanly;
  }

  @Override
  public void ensureValid() {
    if (disk.tainted()) {
      throw new CisternException(new Failure.MirrorTainted("go on writing: a force failed earlier in this process"));
    }
    if (farewell.isDone() || !lock.valid()) {
      throw new CisternException(new Failure.LocalIo(
          MirrorLayout.lock("mirror"), "go on writing: the mirror lock is no longer held; nothing more was written"));
    }
  }

  @Override
  public void close() {
    farewell.say();
  }
}
