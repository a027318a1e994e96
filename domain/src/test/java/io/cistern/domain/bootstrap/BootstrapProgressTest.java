package io.cistern.domain.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootstrapProgressTest {
  private static final Optional<EventCursor> TIP = Optional.of(new EventCursor("evt_7"));

  @Test
  void keepsTheTipFromItsStartToItsEnd() {
    BootstrapProgress progress = BootstrapProgress.NOT_STARTED
        .after(new BootstrapStep.Started(TIP, "/"))
        .after(new BootstrapStep.PageApplied(Optional.empty(), List.of(), 3))
        .after(new BootstrapStep.Listed())
        .after(new BootstrapStep.Completed());

    assertThat(progress).isEqualTo(new BootstrapProgress(Phase.COMPLETE, TIP, List.of(), Optional.empty(), 3));
  }

  @Test
  void staysAtTheHeadUntilItsLastPage() {
    BootstrapProgress started = BootstrapProgress.NOT_STARTED.after(new BootstrapStep.Started(TIP, "/"));
    TreeCursor cursor = new TreeCursor("/k");

    BootstrapProgress inside = started.after(new BootstrapStep.PageApplied(Optional.of(cursor), List.of("/a/b"), 1000));
    BootstrapProgress beyond = inside.after(new BootstrapStep.PageApplied(Optional.empty(), List.of(), 5));

    assertThat(inside.frontier()).containsExactly("/", "/a/b");
    assertThat(inside.cursor()).contains(cursor);
    assertThat(beyond.frontier()).containsExactly("/a/b");
    assertThat(beyond.cursor()).isEmpty();
  }

  @Test
  void aDirectoryJoinsTheFrontierOnce() {
    BootstrapProgress progress = BootstrapProgress.NOT_STARTED
        .after(new BootstrapStep.Started(TIP, "/"))
        .after(new BootstrapStep.PageApplied(Optional.of(new TreeCursor("/b")), List.of("/a"), 0))
        .after(new BootstrapStep.PageApplied(Optional.empty(), List.of("/a", "/c"), 0));

    assertThat(progress.frontier()).containsExactly("/a", "/c");
  }

  @Test
  void aRelistingStartsTheHeadOver() {
    BootstrapProgress progress = BootstrapProgress.NOT_STARTED
        .after(new BootstrapStep.Started(TIP, "/"))
        .after(new BootstrapStep.PageApplied(Optional.of(new TreeCursor("/b")), List.of(), 9))
        .after(new BootstrapStep.Relisted());

    assertThat(progress.cursor()).isEmpty();
    assertThat(progress.frontier()).containsExactly("/");
  }
}
