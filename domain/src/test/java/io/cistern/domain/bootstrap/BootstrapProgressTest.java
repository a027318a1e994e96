package io.cistern.domain.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BootstrapProgressTest {
  private static final Optional<EventCursor> TIP = Optional.of(new EventCursor("evt_7"));
  private static final BootstrapProgress STARTED =
      BootstrapProgress.NOT_STARTED.after(new BootstrapStep.WalkBegan(Purpose.FIRST, TIP, "/", 1));

  @Test
  void keepsTheTipFromItsStartToItsEnd() {
    BootstrapProgress progress = STARTED
        .after(page(Optional.empty(), 3))
        .after(new BootstrapStep.Listed())
        .after(new BootstrapStep.Completed());

    assertThat(progress.phase()).isEqualTo(Phase.COMPLETE);
    assertThat(progress.tip()).isEqualTo(TIP);
    assertThat(progress.filesSeen()).isEqualTo(3);
  }

  @Test
  void staysAtTheHeadUntilItsLastPage() {
    BootstrapProgress inside = STARTED.after(page(Optional.of("/k"), 1000, "/a/b"));
    BootstrapProgress beyond = inside.after(page(Optional.empty(), 5));

    assertThat(inside.frontier().toList()).containsExactly("/", "/a/b");
    assertThat(inside.cursor()).contains(new TreeCursor("/k"));
    assertThat(beyond.frontier().toList()).containsExactly("/a/b");
    assertThat(beyond.cursor()).isEmpty();
  }

  @Test
  void remembersWhereTheLastPageBeganSoThatEarlierPathsOfItCanBeTried() {
    BootstrapProgress progress = STARTED.after(page(Optional.of("/f"), 9)).after(page(Optional.of("/k"), 9));

    assertThat(progress.walk().flatMap(Walk::before)).contains(new TreeCursor("/f"));
  }

  @Test
  void aRelistingStartsTheHeadOverAndTakesBackWhatItBrought() {
    BootstrapProgress progress = STARTED
        .after(page(Optional.empty(), 4, "/a", "/b"))
        .after(page(Optional.of("/a/f"), 9, "/a/x", "/a/y"))
        .after(new BootstrapStep.Relisted());

    assertThat(progress.cursor()).isEmpty();
    assertThat(progress.frontier().toList()).containsExactly("/a", "/b");
    assertThat(progress.filesSeen()).isEqualTo(4);
  }

  @Test
  void anythingThatMovesForgivesTheCyclesThatStood() {
    BootstrapProgress stood = STARTED.after(new BootstrapStep.Stood("/", "503"));

    assertThat(stood.standing().cycles()).isEqualTo(1);
    assertThat(stood.after(new BootstrapStep.ExportBegan()).standing().cycles()).isEqualTo(1);
    assertThat(stood.after(page(Optional.of("/k"), 1)).standing().cycles()).isZero();
    assertThat(stood.after(new BootstrapStep.Filled("/a", Instant.EPOCH)).standing().cycles()).isZero();
  }

  @Test
  void tellsATotalOnlyWhileItCanBeTrue() {
    BootstrapProgress counted = STARTED.after(new BootstrapStep.PageApplied(
        Optional.of(new TreeCursor("/k")), List.of(), new Tally(10, 0, 0, 10), OptionalLong.of(12),
        Optional.of("/k"), Instant.EPOCH));

    assertThat(counted.totalFiles()).hasValue(12);
    assertThat(counted.after(new BootstrapStep.PageApplied(
        Optional.of(new TreeCursor("/l")), List.of(), new Tally(1, 0, 0, 1), OptionalLong.of(11),
        Optional.of("/l"), Instant.EPOCH)).totalFiles()).as("never goes back").hasValue(12);
    assertThat(counted.after(page(Optional.of("/m"), 3)).totalFiles()).as("more than there can be").isEmpty();
  }

  @Test
  void aListingAfterCompletionDoesNotTakeCompletionBack() {
    BootstrapProgress again = STARTED
        .after(page(Optional.empty(), 3))
        .after(new BootstrapStep.Listed())
        .after(new BootstrapStep.Completed())
        .after(new BootstrapStep.WalkBegan(Purpose.RECONCILE, TIP, "/", 1));

    assertThat(again.complete()).isTrue();
    assertThat(again.phase()).isEqualTo(Phase.RELISTING);
  }

  private static BootstrapStep page(Optional<String> next, long files, String... joined) {
    return new BootstrapStep.PageApplied(
        next.map(TreeCursor::new), List.of(joined), new Tally(files, joined.length, joined.length, files),
        OptionalLong.empty(), Optional.of("/z"), Instant.EPOCH);
  }
}
