package io.cistern.domain.bootstrap;

import io.cistern.domain.bootstrap.BootstrapProgress.Export;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.workspace.TreeCursor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a bootstrap does next. Together with {@link BootstrapProgress#after} this is the whole state machine: a step makes
 * the next state, and each state has one decision. It knows no clock, thread or socket.
 */
public final class BootstrapPolicy {
  /** From so many tracked paths on, an export that brings less than half of them is not believed. */
  private static final long TRACKED_ENOUGH = 10;

  private BootstrapPolicy() {}

  /**
   * What a run wants.
   *
   * @param content whether all content is wanted, so that an export is worth asking for
   * @param retry whether a bootstrap that gave up is to be tried again
   */
  public record Wish(boolean content, boolean retry) {}

  /**
   * When to give up.
   *
   * @param stallCycles cycles in a row that end where they began, and listings in a row that do not agree
   * @param maxDirectories directories of one workspace
   */
  public record Limits(int stallCycles, int maxDirectories) {}

  /** What to do next. */
  public sealed interface Decision {
    /** Take the feed's tip, then begin a listing of the whole. */
    record BeginWalk(Purpose purpose, int round) implements Decision {}

    /** Ask for an export. */
    record AskForExport() implements Decision {}

    /** Go on with the tree. */
    record LeaveExport(String reason) implements Decision {}

    /** Ask the tree, with one request, whether the export can be believed. */
    record JudgeExport(long files) implements Decision {}

    /** List on. */
    record ListPage(String directory, Optional<TreeCursor> cursor) implements Decision {}

    /** Everything is listed. */
    record EndWalk() implements Decision {}

    /** Apply what happened since. */
    record Replay() implements Decision {}

    /** Names are complete. */
    record Complete() implements Decision {}

    /** Nothing is left to do. */
    record Rest() implements Decision {}

    /** Forget that an earlier run gave up; the walk may have to begin {@linkplain BootstrapPolicy#anew again}. */
    record Rearm() implements Decision {}

    /** End for good, and remember why. */
    record GiveUp(Stall why) implements Decision {}

    /** An earlier run gave up, and nothing has changed since; ask nothing of the remote. */
    record Stop(Stall why) implements Decision {}
  }

  /**
   * The decision for a state.
   *
   * @param upToDate whether this cycle has applied everything the remote had when it asked
   */
  public static Decision decide(BootstrapProgress progress, Wish wish, Limits limits, boolean upToDate) {
    if (progress.stall().isPresent()) {
      Stall why = progress.stall().get();
      return wish.retry() || raised(why, limits) ? new Decision.Rearm() : new Decision.Stop(why);
    }
    if (progress.walk().isEmpty()) {
      return new Decision.BeginWalk(Purpose.FIRST, 1);
    }
    Walk walk = progress.walk().get();
    if (!progress.listed()) {
      return walking(progress, walk, wish, limits);
    }
    if (upToDate || agreed(progress, walk)) {
      return progress.complete() ? new Decision.Rest() : new Decision.Complete();
    }
    if (progress.tip().isPresent()) {
      return new Decision.Replay();
    }
    boolean inARow = walk.purpose() == Purpose.AGAIN && walk.total().changed() > 0;
    if (inARow && walk.round() >= limits.stallCycles()) {
      return new Decision.GiveUp(new Stall(
          Stall.Kind.STANDING, limits.stallCycles(), "/",
          "the broker has no event feed, and its workspace changed during each of " + walk.round() + " listings",
          walk.round()));
    }
    return new Decision.BeginWalk(Purpose.AGAIN, inARow ? walk.round() + 1 : 1);
  }

  /** The walk to begin again after a bootstrap was rearmed: one that would meet the same limit at once if it went on. */
  public static Optional<Purpose> anew(BootstrapProgress progress, Limits limits) {
    boolean met = progress.stall()
        .filter(why -> !raised(why, limits))
        .filter(why -> switch (why.kind()) {
          case TOO_LARGE -> true;
          case STANDING -> progress.listed() && progress.tip().isEmpty();
        })
        .isPresent();
    return progress.walk().filter(_ -> met).map(Walk::purpose);
  }

  /** The moment a walk without a feed has shown nothing new, names are complete; a later run has to look again. */
  private static boolean agreed(BootstrapProgress progress, Walk walk) {
    return !progress.complete() && progress.tip().isEmpty() && walk.purpose() == Purpose.AGAIN
        && walk.total().changed() == 0;
  }

  private static Decision walking(BootstrapProgress progress, Walk walk, Wish wish, Limits limits) {
    if (walk.total().directories() > limits.maxDirectories()) {
      return new Decision.GiveUp(new Stall(
          Stall.Kind.TOO_LARGE, limits.maxDirectories(), progress.seen().last().orElse("/"),
          "the workspace has more than " + limits.maxDirectories() + " directories", 0));
    }
    if (walk.purpose() == Purpose.FIRST) {
      switch (progress.export()) {
        case Export.NotTried() -> {
          if (wish.content()) {
            return new Decision.AskForExport();
          }
        }
        case Export.Begun() -> {
          return new Decision.LeaveExport("an earlier export was begun and did not come to its end");
        }
        case Export.Delivered(long files) -> {
          return new Decision.JudgeExport(files);
        }
        case Export.Ended _ -> {}
      }
    }
    return walk.frontier().head()
        .<Decision>map(directory -> new Decision.ListPage(directory, walk.cursor()))
        .orElseGet(Decision.EndWalk::new);
  }

  /**
   * Why an export that came to its end is not believed; empty when it is.
   *
   * @param files it brought
   * @param tracked paths that were known before
   * @param total the tree's count of all files; empty where the tree does not tell
   * @param treeEmpty whether the tree shows no entry at all
   */
  public static Optional<String> disbelief(long files, long tracked, OptionalLong total, boolean treeEmpty) {
    if (tracked >= TRACKED_ENOUGH && files * 2 < tracked) {
      return Optional.of("the export brought " + files + " files where " + tracked + " are tracked");
    }
    if (total.isPresent() && files < total.getAsLong()) {
      return Optional.of("the export brought " + files + " of " + total.getAsLong() + " files");
    }
    if (total.isEmpty() && !treeEmpty) {
      return Optional.of("the export brought " + files + " files, and the tree does not tell how many there are");
    }
    return Optional.empty();
  }

  /**
   * What a cycle that failed leaves behind.
   *
   * @param moved whether anything durable happened in it
   * @param place what it was at
   * @param cause one line for people
   */
  public static List<BootstrapStep> failed(
      BootstrapProgress progress, Limits limits, boolean moved, String place, String cause) {
    if (progress.stall().isPresent()) {
      return List.of();
    }
    if (moved) {
      boolean stoodBefore = progress.standing().cycles() > 0; // what moved was no step, but events
      return stoodBefore ? List.of(new BootstrapStep.Rearmed()) : List.of();
    }
    int cycles = progress.standing().cycles() + 1;
    BootstrapStep stood = new BootstrapStep.Stood(place, cause);
    return cycles < limits.stallCycles()
        ? List.of(stood)
        : List.of(
            stood,
            new BootstrapStep.GaveUp(
                new Stall(Stall.Kind.STANDING, limits.stallCycles(), place, cause, cycles)));
  }

  private static boolean raised(Stall why, Limits limits) {
    return switch (why.kind()) {
      case STANDING -> limits.stallCycles() > why.limit();
      case TOO_LARGE -> limits.maxDirectories() > why.limit();
    };
  }
}
