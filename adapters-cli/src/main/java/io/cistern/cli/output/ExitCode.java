package io.cistern.cli.output;

import io.cistern.domain.failure.Failure;

/** The exit codes that scripts may rely on. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int PARTLY_DONE = 3;
  public static final int NEEDS_A_PERSON = 4;
  public static final int TEMPORARY = 5;
  public static final int NOT_AUTHORISED = 6;
  public static final int STOPPED_FOR_SAFETY = 7;
  public static final int LIMIT_REACHED = 8;
  public static final int NOTHING_TO_DO = 9;
  public static final int NO_MIRROR = 10;
  public static final int MIRROR_IN_USE = 11;
  public static final int MIRROR_DAMAGED = 12;
  public static final int WORKSPACE_GONE = 13;
  public static final int TIMED_OUT = 14;
  public static final int INTERRUPTED = 130;
  public static final int TERMINATED = 143;

  private ExitCode() {}

  /** The code of a failure; {@link #INTERRUPTED} for a stop on request, whichever signal asked for it. */
  public static int of(Failure failure) {
    return switch (failure) {
      case Failure.Usage _, Failure.Config _,Failure.BadAddress _, Failure.NoToken _ -> USAGE;
      case Failure.NoMirror _ -> NO_MIRROR;
      case Failure.MirrorInUse _ -> MIRROR_IN_USE;
      case Failure.MirrorDamaged _ -> MIRROR_DAMAGED;
      case Failure.MirrorTainted _, Failure.ForeignOwner _,Failure.RootReplaced _, Failure.RefusedMassRemoval _ ->
        STOPPED_FOR_SAFETY;
      case Failure.LocalDiskFull _, Failure.QuotaReached _,Failure.BootstrapStalled _, Failure.BootstrapTooLarge _ ->
        LIMIT_REACHED;
      case Failure.Guarded guarded -> guarded.guard() == Failure.Guard.UNMAPPABLE ? FAILED : LIMIT_REACHED;
      case Failure.LocalIo _ -> FAILED;
      case Failure.Remote remote -> of(remote.code());
      case Failure.TimedOut _ -> TIMED_OUT;
      case Failure.Interrupted _ -> INTERRUPTED;
    };
  }

  /** The code of a broker's refusal. */
  public static int of(Failure.RemoteCode code) {
    return switch (code) {
      case REMOTE_NOT_FOUND -> FAILED;
      case REMOTE_RATE_LIMITED, REMOTE_BUSY, REMOTE_TIMEOUT, REMOTE_UNAVAILABLE, REMOTE_BROKEN_ANSWER, HASH_MISMATCH ->
        TEMPORARY;
      case NOT_AUTHORISED, FORBIDDEN -> NOT_AUTHORISED;
      case WORKSPACE_GONE -> WORKSPACE_GONE;
    };
  }
}
