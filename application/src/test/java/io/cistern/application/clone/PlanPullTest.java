package io.cistern.application.clone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.PlanPull.Effect;
import io.cistern.application.clone.PlanPull.Plan;
import io.cistern.application.clone.PlanPull.Planned;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.sync.MassRemoval;
import io.cistern.domain.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanPullTest {
  private final Bench bench = new Bench();
  private final List<Planned> planned = new ArrayList<>();

  @BeforeEach
  void aMirrorWithFourFilesHereAndOneNot() {
    for (String name : List.of("/edited", "/gone", "/same", "/stale")) {
      bench.remote().put(name, "one");
    }
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.remote().put("/placeholder", "one");
    bench.cloned();
  }

  @Test
  void foretellsWhatAPullDoesAndChangesNothing() {
    bench.mirror().personWrites("/edited", "mine");
    bench.remote().put("/edited", "two");
    bench.remote().put("/stale", "two");
    bench.remote().put("/placeholder", "two");
    bench.remote().delete("/gone");
    bench.remote().put("/new", "one");
    bench.remote().put("/brief", "one");
    bench.remote().delete("/brief");
    int appends = bench.mirror().appends();

    assertThat(plan(MassRemoval.DEFAULT)).isEqualTo(new Plan.Replay(5, Optional.empty()));

    assertThat(planned).containsExactly(
        new Planned("/edited", Effect.CONFLICT), new Planned("/gone", Effect.REMOVE),
        new Planned("/new", Effect.CREATE), new Planned("/placeholder", Effect.UPDATE),
        new Planned("/stale", Effect.REFRESH));
    assertThat(bench.mirror().appends()).isEqualTo(appends);
    bench.localChanges().record((stage, files, bytes, total) -> {}, new StopSignal());
    CloneReport report = bench.cloned();
    assertThat(report.counts().created()).isEqualTo(1);
    assertThat(report.counts().updated()).isEqualTo(2);
    assertThat(report.counts().removed()).isEqualTo(1);
    assertThat(report.counts().conflicts()).isEqualTo(1);
    assertThat(plan(MassRemoval.DEFAULT)).isEqualTo(new Plan.Replay(0, Optional.empty()));
  }

  @Test
  void namesTheTokenThatConfirmsSoManyRemovals() {
    MassRemoval strict = new MassRemoval(0, 10);
    bench.with(with(strict));
    bench.remote().delete("/gone");

    Plan plan = plan(strict);

    assertThat(plan).isInstanceOfSatisfying(Plan.Replay.class, replay -> {
      bench.cloned(CloneRequest.PLAIN.confirmedBy(replay.confirmation().orElseThrow()));
      assertThat(bench.states()).doesNotContainKey("/gone");
    });
  }

  @Test
  void onlyAListingTellsWhatIsNewWithoutAFeed() {
    bench.remote().withoutFeed();

    assertThat(plan(MassRemoval.DEFAULT)).isInstanceOfSatisfying(
        Plan.Listing.class, listing -> assertThat(listing.why()).startsWith("there is no event feed"));
    assertThat(bench.remote().requests("tree")).isEqualTo(1);
  }

  private Plan plan(MassRemoval rule) {
    planned.clear();
    return new PlanPull(
        bench.remote(), bench.mirror().reader().read().manifest(), InMemoryMirror.identity(), bench.mirror().tree(),
        with(rule)).plan(Deadline.NEVER, new StopSignal(), planned::add);
  }

  private static BootstrapSettings with(MassRemoval rule) {
    return new BootstrapSettings(0, 0, 0, 0, BootstrapSettings.DEFAULTS.times(), rule, () -> 0.5);
  }
}
