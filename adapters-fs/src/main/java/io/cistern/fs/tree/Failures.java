package io.cistern.fs.tree;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.fs.disk.DiskException;

/** Turns what the disk said into the failure that the user is told. */
public final class Failures {
  private Failures() {}

  /** The failure of a disk operation that nobody can decide on. */
  public static CisternException of(DiskException cause) {
    String message = cause.getMessage() == null ? "a file operation failed" : cause.getMessage();
    Failure failure = switch (cause.kind()) {
      case NO_SPACE -> new Failure.LocalDiskFull("the disk is full: " + cause.detail());
      case TAINTED -> new Failure.MirrorTainted(message);
      case NOT_FOUND, EXISTS, NOT_A_DIRECTORY, NOT_A_FILE, NOT_EMPTY, NO_ACCESS, NAME_TOO_LONG, TOO_MANY_OPEN, OTHER ->
        new Failure.LocalIo(cause.name(), message);
    };
    return new CisternException(failure, cause);
  }
}
