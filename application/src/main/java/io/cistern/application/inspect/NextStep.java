package io.cistern.application.inspect;

import io.cistern.domain.bootstrap.BootstrapPolicy;
import io.cistern.domain.bootstrap.BootstrapPolicy.Decision;
import io.cistern.domain.bootstrap.BootstrapPolicy.Limits;
import io.cistern.domain.bootstrap.BootstrapPolicy.Wish;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.bootstrap.Stall;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.util.Optional;

/** What a bootstrap does next, in a few words: the policy's own decision, so that nothing is told that it would not do. */
final class NextStep {
  /** There is nothing left to do before the remote is asked again. */
  static final String NOTHING = "nothing";

  private static final String JUDGE = "ask the tree whether the export was whole";

  private NextStep() {}

  /**
   * The words for a state.
   *
   * @param watermark the event up to which everything is applied
   * @param atWork whether somebody is at it, who does not have to leave an export that is still coming
   */
  static String of(
      BootstrapProgress progress, Optional<EventCursor> watermark, Limits limits, boolean atWork) {
    if (progress.stall().isEmpty() && progress.phase() == Phase.COMPLETE) {
      return NOTHING;
    }
    return switch (BootstrapPolicy.decide(progress, new Wish(false, false), limits, false)) {
      case Decision.BeginWalk(Purpose purpose, int _) -> begin(purpose);
      case Decision.AskForExport() -> "ask for an export";
      case Decision.LeaveExport _ when atWork -> JUDGE;
      case Decision.LeaveExport _ -> "leave the export that was not finished, and list the workspace";
      case Decision.JudgeExport _ -> JUDGE;
      case Decision.ListPage(String directory, Optional<TreeCursor> cursor) ->
        "list " + directory + (cursor.isPresent() ? " on" : "");
      case Decision.EndWalk() -> "end the listing" + progress.tip().map(tip -> ", then " + replay(tip)).orElse("");
      case Decision.Replay() -> watermark.or(progress::tip).map(NextStep::replay).orElse("replay what happened");
      case Decision.Complete() -> "note that names are complete";
      case Decision.Rest() -> NOTHING;
      case Decision.Rearm() -> "try again, because the limit was raised";
      case Decision.GiveUp(Stall why) -> "give up: " + why.cause();
      case Decision.Stop(Stall why) -> "nothing, until it is retried or " + setting(why) + " is raised";
    };
  }

  /** The setting whose limit ended it. */
  static String setting(Stall why) {
    return switch (why.kind()) {
      case STANDING -> "bootstrap.stall-cycles";
      case TOO_LARGE -> "bootstrap.max-directories";
    };
  }

  private static String replay(EventCursor since) {
    return "replay what happened since " + since.value();
  }

  private static String begin(Purpose purpose) {
    return switch (purpose) {
      case FIRST -> "list the workspace";
      case AGAIN -> "list the workspace again, because there is no event feed";
      case RECONCILE -> "list the workspace again, because the broker lost its state";
    };
  }
}
