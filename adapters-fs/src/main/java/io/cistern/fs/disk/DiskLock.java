package io.cistern.fs.disk;

/** A held lock file. */
public interface DiskLock extends AutoCloseable {
  /** Whether the lock is still held and its file still has its name. */
  boolean valid();

  @Override
  void close();
}
