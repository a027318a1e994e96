package io.cistern.domain.placeholder;

import io.cistern.domain.failure.Failure;

/** How filling one path ended; told only after the change is committed and published. */
public sealed interface HydrationOutcome {
  /**
   * The content is here.
   *
   * @param bytes its size
   */
  record Hydrated(long bytes) implements HydrationOutcome {}

  /**
   * Nothing was done, because the path is no longer the placeholder that was to be filled.
   *
   * @param why for people, in a few words
   */
  record SkippedExisting(String why) implements HydrationOutcome {}

  /**
   * The content is not here.
   *
   * @param retryable whether the same try may succeed later
   */
  record Failed(Failure reason, boolean retryable) implements HydrationOutcome {}

  /** The outcome of a path whose fetch met this failure. */
  static Failed failed(Failure reason) {
    return new Failed(reason, retryable(reason));
  }

  private static boolean retryable(Failure reason) {
    return switch (reason) {
      case Failure.Remote remote -> remote.code().retryable();
      case Failure.MirrorInUse _, Failure.LocalDiskFull _,Failure.TimedOut _, Failure.Interrupted _ ->
        true;
      case Failure.Usage _, Failure.Config _,Failure.BadAddress _, Failure.NoToken _,Failure.NoMirror _, Failure.MirrorDamaged _,Failure.MirrorTainted _, Failure.ForeignOwner _,Failure.RootReplaced _, Failure.RefusedMassRemoval _,Failure.BootstrapStalled _, Failure.BootstrapTooLarge _,Failure.LocalIo _, Failure.Guarded _,Failure.QuotaReached _ ->
        false;
    };
  }
}
