package io.cistern.fs.lock;

import io.cistern.application.port.HeldPass;
import io.cistern.fs.disk.DiskLock;

/** A pass that this process runs. */
final class FileHeldPass implements HeldPass {
  private final Farewell farewell;

  FileHeldPass(DiskLock lock, Farewell.Note note, Runnable release) {
    this.farewell = new Farewell(lock, note, release);
  }

  @Override
  public void close() {
    farewell.say();
  }
}
