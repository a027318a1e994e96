package io.cistern.application.clone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.PlanPull.Plan;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.Revision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker that lost its state and whose event counter is beyond our place again shows it by its revisions alone. */
class CountersThatWentBackTest {
  private final Bench bench = new Bench();

  @BeforeEach
  void completeWithContent() {
    for (int i = 0; i < 8; i++) {
      bench.remote().put("/" + i, "content " + i);
    }
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.remote().forgetRequests();
  }

  @Test
  void theRevisionAtTheWatermarkIsKnownAfterTheFirstReplay() {
    assertThat(bench.mirror().manifest().landmarks().feedRevision()).contains(new Revision("rev_8"));
  }

  @Test
  void aChangeWithALowerRevisionThanAnEarlierOneIsALoss() {
    bench.remote().losesState("/1", "/2");

    assertThat(plan()).isInstanceOf(Plan.Listing.class);
    bench.cloned();

    assertThat(bench.remote().requests("tree")).as("listed again").isEqualTo(1);
    assertThat(bench.remote().requests("file")).as("what matches by hash is not read again").isZero();
    assertThat(bench.states()).as("nothing is deleted").hasSize(8).containsEntry("/1", PathState.HYDRATED);
    assertThat(bench.mirror().manifest().counts().unlisted()).isEqualTo(2);
    assertThat(bench.mirror().manifest().landmarks().feedRevision()).contains(new Revision("rev_6"));
  }

  @Test
  void theSameEventWithAnotherRevisionIsALoss() {
    bench.remote().delete("/7");
    bench.remote().put("/7", "content 7");
    bench.cloned();
    bench.remote().forgetRequests();
    bench.remote().losesState("/1", "/2", "/3", "/4", "/5", "/6", "/7");

    assertThat(plan()).as("evt_100 told rev_10, and tells rev_1 now").isInstanceOf(Plan.Listing.class);
    bench.cloned();

    assertThat(bench.remote().requests("tree")).isEqualTo(1);
    assertThat(bench.mirror().manifest().counts().unlisted()).isEqualTo(7);
  }

  @Test
  void aFeedThatOnlyGoesOnIsNone() {
    bench.remote().otherEvent();
    bench.remote().put("/1", "newer");
    bench.cloned();
    bench.cloned();

    assertThat(bench.remote().requests("tree")).isZero();
  }

  private Plan plan() {
    return new PlanPull(
        bench.remote(), bench.mirror().manifest(), InMemoryMirror.identity(), bench.mirror().tree(),
        BootstrapSettings.DEFAULTS).plan(Deadline.NEVER, new StopSignal(), planned -> {});
  }
}
