package io.cistern.fs.log.codec;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.fs.disk.DiskException;

/** Turns what the disk says into the failures that the application knows. */
public final class LogFailures {
  private LogFailures() {}

  /** Work that meets the disk. */
  @FunctionalInterface
  public interface DiskWork<T> {
    T run() throws DiskException;
  }

  /** Runs it; what the disk refuses becomes a typed failure. */
  public static <T> T translated(DiskWork<T> work) {
    try {
      return work.run();
    } catch (DiskException refused) {
      throw of(refused);
    }
  }

  public static CisternException of(DiskException cause) {
    String words = String.valueOf(cause.getMessage());
    Failure failure = switch (cause.kind()) {
      case NO_SPACE -> new Failure.LocalDiskFull("the disk is full: " + cause.detail());
      case TAINTED -> new Failure.MirrorTainted(words);
      case NOT_FOUND, EXISTS, NOT_A_DIRECTORY, NOT_A_FILE, NOT_EMPTY, NO_ACCESS, NAME_TOO_LONG, TOO_MANY_OPEN, OTHER ->
        new Failure.LocalIo(cause.name(), words);
    };
    return new CisternException(failure, cause);
  }

  /** Something that had been made durable does not read back. */
  public static CisternException damaged(String what) {
    return new CisternException(new Failure.MirrorDamaged("the mirror is damaged: " + what));
  }

  public static CisternException damaged(String what, Throwable cause) {
    return new CisternException(new Failure.MirrorDamaged("the mirror is damaged: " + what), cause);
  }

  public static boolean isDamage(CisternException failure) {
    return failure.failure() instanceof Failure.MirrorDamaged;
  }
}
