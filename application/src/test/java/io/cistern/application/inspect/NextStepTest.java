package io.cistern.application.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.bootstrap.BootstrapPolicy.Limits;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.Stall;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NextStepTest {
  private static final Limits LIMITS = new Limits(20, 100);
  private static final Optional<EventCursor> TIP = Optional.of(new EventCursor("evt_104"));
  private static final BootstrapStep FIRST = new BootstrapStep.WalkBegan(Purpose.FIRST, TIP, "/", 1);

  @Test
  void namesThePolicysOwnDecisionInEachState() {
    assertThat(next()).isEqualTo("list the workspace");
    assertThat(next(FIRST)).isEqualTo("list /");
    assertThat(next(FIRST, page(Optional.of("/docs/m"), List.of("/docs/deep")))).isEqualTo("list / on");
    assertThat(next(FIRST, page(Optional.empty(), List.of("/docs/deep")))).isEqualTo("list /docs/deep");
    assertThat(next(FIRST, page(Optional.empty(), List.of())))
        .isEqualTo("end the listing, then replay what happened since evt_104");
    assertThat(next(FIRST, new BootstrapStep.ExportBegan()))
        .isEqualTo("leave the export that was not finished, and list the workspace");
    assertThat(next(FIRST, new BootstrapStep.ExportDelivered(3)))
        .isEqualTo("ask the tree whether the export was whole");
    assertThat(next(FIRST, new BootstrapStep.Listed())).isEqualTo("replay what happened since evt_104");
    assertThat(next(FIRST, new BootstrapStep.Listed(), new BootstrapStep.Completed())).isEqualTo("nothing");
  }

  @Test
  void whoeverIsStillTakingAnExportDoesNotLeaveIt() {
    BootstrapProgress exporting =
        BootstrapProgress.NOT_STARTED.after(FIRST).after(new BootstrapStep.ExportBegan());

    assertThat(NextStep.of(exporting, Optional.empty(), LIMITS, true))
        .isEqualTo("ask the tree whether the export was whole");
  }

  @Test
  void saysWhyAWorkspaceIsListedAgain() {
    BootstrapStep without = new BootstrapStep.WalkBegan(Purpose.FIRST, Optional.empty(), "/", 1);

    assertThat(next(without, new BootstrapStep.Listed()))
        .isEqualTo("list the workspace again, because there is no event feed");
  }

  @Test
  void whatGaveUpDoesNothingUntilThatIsChanged() {
    Stall large = new Stall(Stall.Kind.TOO_LARGE, 100, "/x", "the workspace has more than 100 directories", 0);

    assertThat(next(FIRST, new BootstrapStep.GaveUp(large)))
        .isEqualTo("nothing, until it is retried or bootstrap.max-directories is raised");
    assertThat(next(FIRST, new BootstrapStep.GaveUp(large), new BootstrapStep.Rearmed())).isEqualTo("list /");
  }

  private static String next(BootstrapStep... steps) {
    BootstrapProgress progress = BootstrapProgress.NOT_STARTED;
    for (BootstrapStep step : steps) {
      progress = progress.after(step);
    }
    return NextStep.of(progress, Optional.empty(), LIMITS, false);
  }

  private static BootstrapStep page(Optional<String> cursor, List<String> joined) {
    return new BootstrapStep.PageApplied(
        cursor.map(TreeCursor::new), joined, new Tally(1, 0, joined.size(), 1), OptionalLong.empty(),
        Optional.of("/docs/a"), Instant.EPOCH);
  }
}
