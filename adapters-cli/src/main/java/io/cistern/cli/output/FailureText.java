package io.cistern.cli.output;

import io.cistern.domain.failure.Failure;
import java.time.Instant;
import java.util.Optional;

/** How each failure is named to scripts, and what a person may try next. */
public final class FailureText {
  private FailureText() {}

  /** The failure's word in the command line's contract. */
  public static String code(Failure failure) {
    return switch (failure) {
      case Failure.Usage _, Failure.BadAddress _ -> "USAGE";
      case Failure.Config _, Failure.NoToken _ -> "CONFIG";
      case Failure.NoMirror _ -> "NO_MIRROR";
      case Failure.MirrorInUse _ -> "MIRROR_IN_USE";
      case Failure.MirrorDamaged _ -> "MIRROR_DAMAGED";
      case Failure.MirrorTainted _ -> "MIRROR_TAINTED";
      case Failure.ForeignOwner _ -> "FOREIGN_OWNER";
      case Failure.RootReplaced _ -> "ROOT_REPLACED";
      case Failure.RefusedMassRemoval _ -> "REFUSED_MASS_REMOVAL";
      case Failure.LocalDiskFull _ -> "LOCAL_DISK_FULL";
      case Failure.QuotaReached _ -> "QUOTA";
      case Failure.BootstrapStalled _ -> "BOOTSTRAP_STALLED";
      case Failure.BootstrapTooLarge _ -> "BOOTSTRAP_TOO_LARGE";
      case Failure.LocalIo _ -> "LOCAL_IO";
      case Failure.Guarded guarded -> guarded.guard() == Failure.Guard.UNMAPPABLE ? "LOCAL_IO" : "QUOTA";
      case Failure.Remote remote -> remote.code().name();
      case Failure.TimedOut _ -> "TIMED_OUT";
      case Failure.Interrupted _ -> "INTERRUPTED";
    };
  }

  /** The next command to try. */
  public static String hint(Failure failure, String verb) {
    return switch (failure) {
      case Failure.Usage _ -> "try: cistern help" + (verb.isEmpty() || verb.equals("help") ? "" : " " + verb);
      case Failure.Config _ -> "try: cistern config list";
      case Failure.BadAddress _ -> "name it like http(s)://HOST[:PORT]/v1/workspaces/WORKSPACE;"
          + " plain http beyond this machine needs --insecure-http";
      case Failure.NoToken _ -> verb.equals("quota")
          ? "try: cistern help login"
          : "give one with --token-file FILE or --token-command COMMAND, set CISTERN_TOKEN, or name a home with --home";
      case Failure.NoMirror _ -> "try: cistern clone URL, or name the mirror with -C DIR";
      case Failure.MirrorInUse _ -> verb.startsWith("serve")
          ? "stop that one first, or keep the state of this one elsewhere with --state-dir DIR"
          : "try again when that has ended, or wait longer with --set lock.wait=60s";
      case Failure.MirrorDamaged _ -> "see what can be kept: cistern repair --dry-run";
      case Failure.RootReplaced _ -> "try: cistern doctor";
      case Failure.MirrorTainted _ -> "check the disk, then run the same command again";
      case Failure.ForeignOwner _ -> "use a mirror of your own: cistern clone URL [DIR]";
      case Failure.RefusedMassRemoval _ -> "see first what it would remove: cistern "
          + (verb.equals("rm") ? "rm --dry-run PATH..." : "pull --dry-run");
      case Failure.LocalDiskFull _ -> "make room on the disk, then run the same command again";
      case Failure.QuotaReached _ -> "try: cistern config list";
      case Failure.BootstrapTooLarge _ -> "raise it: cistern config set bootstrap.max-directories NUMBER;"
          + " or mirror a part only: cistern clone --root PATH";
      case Failure.BootstrapStalled _ -> (verb.equals("clone")
          ? "try: the same command with --retry"
          : "try: cistern pull --retry") + "; or raise bootstrap.stall-cycles";
      case Failure.LocalIo _ -> verb.equals("undo") ? "see what happened since: cistern log" : "try: cistern doctor";
      case Failure.Guarded guarded -> switch (guarded.guard()) {
        case TOO_LARGE -> "raise hydrate.max-open-bytes, for one run with --set hydrate.max-open-bytes=SIZE";
        case BINARY -> "name the file to fetch it: cistern hydrate PATH";
        case UNMAPPABLE -> "see why: cistern explain PATH";
      };
      case Failure.Remote remote -> hint(remote.code(), verb.equals("clone"));
      case Failure.TimedOut _ -> "run the same command again, it goes on from there; or allow more with --timeout";
      case Failure.Interrupted _ -> "run the same command again, it goes on from there";
    };
  }

  /** Whether the same command may succeed later. */
  public static boolean retryable(Failure failure) {
    return switch (failure) {
      case Failure.Remote remote -> remote.code().retryable();
      case Failure.MirrorInUse _, Failure.TimedOut _,Failure.Interrupted _ -> true;
      default -> false;
    };
  }

  /** Which path it is about, where it is about one. */
  public static Optional<String> path(Failure failure) {
    return switch (failure) {
      case Failure.LocalIo local -> Optional.of(local.path());
      case Failure.Remote remote -> remote.path();
      case Failure.Guarded guarded -> Optional.of(guarded.path());
      default -> Optional.empty();
    };
  }

  /** When trying again makes sense, where the broker said so. */
  public static Optional<Instant> notBefore(Failure failure) {
    return failure instanceof Failure.Remote remote ? remote.notBefore() : Optional.empty();
  }

  private static String hint(Failure.RemoteCode code, boolean clone) {
    return switch (code) {
      case REMOTE_NOT_FOUND -> "see what is there: cistern ls";
      case REMOTE_RATE_LIMITED, REMOTE_BUSY -> "run the same command again later, it goes on from there";
      case REMOTE_TIMEOUT, REMOTE_UNAVAILABLE, REMOTE_BROKEN_ANSWER -> clone
          ? "check the address and the broker, then run the same command again"
          : "see whether the broker answers: cistern doctor";
      case HASH_MISMATCH -> "run the same command again; if it stays so, the broker's copy is broken";
      case NOT_AUTHORISED -> "give a good token with --token-file FILE or --token-command COMMAND";
      case FORBIDDEN -> "give a token whose scopes allow it with --token-file FILE"
          + (clone ? ", or mirror the part that this one allows with --root PATH" : "");
      case WORKSPACE_GONE -> "the files here stay; see them with: cistern status";
    };
  }
}
