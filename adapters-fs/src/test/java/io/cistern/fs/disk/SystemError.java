package io.cistern.fs.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/**
 * Errors of the system that tests plan, each by its own number, so that what becomes of it is decided by the same table as
 * on a real disk.
 */
public enum SystemError {
  EIO(5, "Input/output error"),
  ENOSPC(28, "No space left on device"),
  EDQUOT(122, "Disk quota exceeded"),
  EMFILE(24, "Too many open files"),
  EACCES(13, "Permission denied"),
  EROFS(30, "Read-only file system");

  private final int number;
  private final String words;

  SystemError(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /** What a system call that answers with it ends in. */
  public DiskException of(String step, String name) {
    return Errno.failure(-number, step, name);
  }

  /** What a force that answers with it ends in. */
  public DiskException ofForce(String name) {
    return NativeDisk.forceFailed(-number, name);
  }

  /** What Java's library throws for it. */
  IOException asJavaSaysIt(String name) {
    return this == EACCES ? new AccessDeniedException(name) : new FileSystemException(name, null, words);
  }

  /** Whether there is no room for what is to be written. */
  public boolean isFull() {
    return this == ENOSPC || this == EDQUOT;
  }
}
