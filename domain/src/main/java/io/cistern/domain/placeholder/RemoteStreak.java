package io.cistern.domain.placeholder;

import io.cistern.domain.failure.Failure;

/**
 * How many fetches in a row have failed, to notice a dead remote before every candidate has waited for it.
 *
 * @param unreachable failures in a row that look as if nobody answered
 * @param failed failures in a row of any remote kind
 * @param silent files that brought no byte for as long as anybody waits, with no sign of life in between
 */
public record RemoteStreak(int unreachable, int failed, int silent) {
  public static final RemoteStreak NONE = new RemoteStreak(0, 0, 0);

  /** One lost answer is bad luck; three in a row are worth a question. */
  private static final int ASK_FROM = 3;

  /** A broker that is healthy and still refuses fifty files in a row will refuse the rest. */
  private static final int GIVE_UP_FROM = 50;

  /** One file, or two, may be what the broker cannot find; each of them has cost a whole patience. */
  private static final int SILENT_FROM = 3;

  /** The streak after one more outcome. */
  public RemoteStreak after(HydrationOutcome outcome) {
    if (!(outcome instanceof HydrationOutcome.Failed(Failure.Remote remote, boolean _))) {
      return NONE;
    }
    return switch (remote.code()) {
      case REMOTE_TIMEOUT -> new RemoteStreak(unreachable + 1, failed + 1, silent + 1);
      case REMOTE_UNAVAILABLE, REMOTE_BUSY, REMOTE_RATE_LIMITED ->
        new RemoteStreak(unreachable + 1, failed + 1, silent);
      case REMOTE_BROKEN_ANSWER, NOT_AUTHORISED, WORKSPACE_GONE -> new RemoteStreak(0, failed + 1, 0);
      case REMOTE_NOT_FOUND, FORBIDDEN, HASH_MISMATCH -> NONE;
    };
  }

  /** The streak once the remote has said that it is well. */
  public RemoteStreak answered() {
    return new RemoteStreak(0, failed, silent);
  }

  /** Whether it is time to ask the remote whether it is there. */
  public boolean asks() {
    return unreachable >= ASK_FROM;
  }

  /** Whether to give up whatever the remote says. */
  public boolean givesUp() {
    return failed >= GIVE_UP_FROM;
  }

  /**
   * Whether to give up because nothing comes, whatever the remote says of itself: everybody who was fetching has waited in
   * vain, and another round would cost as much again.
   *
   * @param atATime how many files are fetched at a time
   */
  public boolean isSilent(int atATime) {
    return silent >= Math.max(SILENT_FROM, atATime);
  }

  /** Whether this failure will meet every other path as well. */
  public static boolean endsThePass(Failure failure) {
    return switch (failure) {
      case Failure.Remote remote -> switch (remote.code()) {
        case NOT_AUTHORISED, WORKSPACE_GONE -> true;
        case REMOTE_NOT_FOUND, REMOTE_RATE_LIMITED, REMOTE_BUSY, REMOTE_TIMEOUT, REMOTE_UNAVAILABLE,
            REMOTE_BROKEN_ANSWER, HASH_MISMATCH, FORBIDDEN ->
          false;
      };
      case Failure.LocalIo _, Failure.Guarded _,Failure.QuotaReached _ -> false; // a smaller file may fit
      case Failure.Usage _, Failure.Config _,Failure.BadAddress _, Failure.NoToken _,Failure.NoMirror _, Failure.MirrorInUse _,Failure.MirrorDamaged _, Failure.MirrorTainted _,Failure.ForeignOwner _, Failure.RootReplaced _,Failure.RefusedMassRemoval _, Failure.LocalDiskFull _,Failure.BootstrapStalled _, Failure.BootstrapTooLarge _,Failure.TimedOut _, Failure.Interrupted _ ->
        true;
    };
  }
}
