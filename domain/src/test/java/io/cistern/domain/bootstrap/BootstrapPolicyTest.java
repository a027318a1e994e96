package io.cistern.domain.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.bootstrap.BootstrapPolicy.Decision;
import io.cistern.domain.bootstrap.BootstrapPolicy.Limits;
import io.cistern.domain.bootstrap.BootstrapPolicy.Wish;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapPolicyTest {
  private static final Limits LIMITS = new Limits(3, 4);
  private static final Wish NAMES = new Wish(false, false);
  private static final Wish CONTENT = new Wish(true, false);
  private static final Optional<EventCursor> TIP = Optional.of(new EventCursor("evt_9"));

  /** Where a bootstrap is, with what only the cycle knows. */
  private record Place(BootstrapProgress progress, boolean upToDate) {}

  /** Every state that can be reached within a few pages, and by every answer a remote can give. */
  @Test
  void noWayThroughTheStatesClaimsWhatWasNotReached() {
    for (Wish wish : List.of(NAMES, CONTENT)) {
      Map<Place, Integer> reached = new HashMap<>();
      Deque<Place> open = new ArrayDeque<>(List.of(new Place(BootstrapProgress.NOT_STARTED, false)));
      reached.put(open.getFirst(), 0);
      while (!open.isEmpty()) {
        Place place = open.removeFirst();
        int depth = reached.get(place);
        Decision decision = BootstrapPolicy.decide(place.progress(), wish, LIMITS, place.upToDate());
        holds(place, decision, wish);
        answers(place, decision).values().stream()
            .filter(next -> depth < 14 && reached.putIfAbsent(next, depth + 1) == null)
            .forEach(open::addLast);
      }
      assertThat(reached.size()).isGreaterThan(200);
      assertThat(reached.keySet()).anyMatch(place -> place.progress().complete());
      assertThat(reached.keySet()).anyMatch(place -> place.progress().stall().isPresent());
    }
  }

  private static void holds(Place place, Decision decision, Wish wish) {
    BootstrapProgress progress = place.progress();
    if (decision instanceof Decision.Complete) {
      Walk walk = progress.walk().orElseThrow();
      assertThat(progress.listed()).as("complete only when listed: " + progress).isTrue();
      boolean agreed = walk.purpose() == Purpose.AGAIN && walk.total().changed() == 0;
      assertThat(place.upToDate() || agreed).as("complete only after what happened meanwhile: " + progress).isTrue();
    }
    if (progress.complete()) {
      assertThat(decision).isNotInstanceOfAny(Decision.Complete.class, Decision.AskForExport.class);
    }
    if (decision instanceof Decision.AskForExport) {
      assertThat(wish.content()).isTrue();
    }
    if (progress.walk().isEmpty()) {
      assertThat(decision).as("the tip comes first").isInstanceOf(Decision.BeginWalk.class);
    }
  }

  /** What may come of a decision: the next states, by a name for a failed test. */
  private static Map<String, Place> answers(Place place, Decision decision) {
    BootstrapProgress at = place.progress();
    Map<String, Place> next = new LinkedHashMap<>();
    switch (decision) {
      case Decision.BeginWalk(Purpose purpose, int round) -> {
        next.put("feed", to(at, new BootstrapStep.WalkBegan(purpose, TIP, "/", round)));
        next.put("no feed", to(at, new BootstrapStep.WalkBegan(purpose, Optional.empty(), "/", round)));
      }
      case Decision.AskForExport() -> {
        BootstrapProgress begun = at.after(new BootstrapStep.ExportBegan());
        next.put("killed", new Place(begun, false));
        next.put("delivered", to(begun, new BootstrapStep.ExportDelivered(5)));
        next.put("left", to(begun, new BootstrapStep.ExportLeft("busy")));
        next.put("refused", failed(begun.after(new BootstrapStep.ExportRefused())));
      }
      case Decision.LeaveExport(String reason) -> next.put("left", to(at, new BootstrapStep.ExportLeft(reason)));
      case Decision.JudgeExport _ -> {
        next.put("believed", to(at, new BootstrapStep.Listed()));
        next.put("not believed", to(at, new BootstrapStep.ExportLeft("fewer")));
      }
      case Decision.ListPage(String directory, Optional<TreeCursor> cursor) -> {
        next.put("last page", to(at, page(Optional.empty(), 1)));
        next.put("quiet page", to(at, page(Optional.empty(), 0)));
        next.put("joined", to(at, page(Optional.empty(), 1, directory + "d")));
        next.put("more", to(at, page(Optional.of("c"), 0)));
        cursor.ifPresent(_ -> next.put("relisted", to(at, new BootstrapStep.Relisted())));
        next.put("failed", failed(at));
      }
      case Decision.EndWalk() -> {
        boolean quiet = at.tip().isEmpty() && at.walk().orElseThrow().purpose() == Purpose.AGAIN
            && at.walk().get().total().changed() == 0;
        next.put("listed", new Place(at.after(new BootstrapStep.Listed()), quiet));
      }
      case Decision.Replay() -> {
        next.put("replayed", new Place(at, true));
        next.put("no feed any more", to(at, new BootstrapStep.WalkBegan(Purpose.AGAIN, Optional.empty(), "/", 1)));
        next.put("went back", to(at, new BootstrapStep.WalkBegan(Purpose.RECONCILE, TIP, "/", 1)));
        next.put("failed", failed(at));
      }
      case Decision.Complete() -> next.put("complete", new Place(at.after(new BootstrapStep.Completed()), true));
      case Decision.Rest() -> next.put("a later run", new Place(at, false));
      case Decision.Rearm() -> next.put("rearmed", to(at, new BootstrapStep.Rearmed()));
      case Decision.GiveUp(Stall why) -> next.put("gave up", to(at, new BootstrapStep.GaveUp(why)));
      case Decision.Stop _ -> {}
    }
    return next;
  }

  private static Place to(BootstrapProgress from, BootstrapStep step) {
    return new Place(from.after(step), false);
  }

  private static Place failed(BootstrapProgress at) {
    BootstrapProgress next = at;
    for (BootstrapStep step : BootstrapPolicy.failed(at, LIMITS, false, "/", "503")) {
      next = next.after(step);
    }
    return new Place(next, false);
  }

  private static BootstrapStep page(Optional<String> next, long changed, String... joined) {
    return new BootstrapStep.PageApplied(
        next.map(TreeCursor::new), List.of(joined), new Tally(1, joined.length, joined.length, changed),
        OptionalLong.empty(), Optional.empty(), Instant.EPOCH);
  }

  @ParameterizedTest(name = "{0} files, {1} tracked, the tree says {2}, empty {3}: believed {4}")
  @CsvSource({
      "0,   0,  ,  true,  true",
      "0,   0,  ,  false, false",
      "0,   0, 3,  false, false",
      "0,   5,  ,  true,  true",
      "4,  10, 4,  false, false",
      "5,  10, 5,  false, true",
      "4,   9, 4,  false, true",
      "99,  0, 100, false, false",
      "101, 0, 100, false, true",
  })
  void anExportIsBelievedOnlyWhenTheTreeAgrees(
      long files, long tracked, Long total, boolean treeEmpty, boolean believed) {
    OptionalLong count = total == null ? OptionalLong.empty() : OptionalLong.of(total);

    assertThat(BootstrapPolicy.disbelief(files, tracked, count, treeEmpty).isEmpty()).isEqualTo(believed);
  }

  @Test
  void anExportThatAnEarlierProcessBeganIsNotTriedAgain() {
    BootstrapProgress begun = walking().after(new BootstrapStep.ExportBegan());

    assertThat(BootstrapPolicy.decide(begun, CONTENT, LIMITS, false)).isInstanceOf(Decision.LeaveExport.class);
  }

  @Test
  void aBootstrapThatGaveUpAsksNothingUntilTheLimitIsRaisedOrSomebodyRetries() {
    BootstrapProgress stalled = walking();
    for (int cycle = 0; cycle < 3; cycle++) {
      for (BootstrapStep step : BootstrapPolicy.failed(stalled, LIMITS, false, "/a", "503")) {
        stalled = stalled.after(step);
      }
    }

    assertThat(stalled.stall()).contains(new Stall(Stall.Kind.STANDING, 3, "/a", "503", 3));
    assertThat(BootstrapPolicy.decide(stalled, NAMES, LIMITS, false)).isInstanceOf(Decision.Stop.class);
    assertThat(BootstrapPolicy.decide(stalled, NAMES, new Limits(4, 4), false)).isInstanceOf(Decision.Rearm.class);
    assertThat(BootstrapPolicy.decide(stalled, new Wish(false, true), LIMITS, false))
        .isInstanceOf(Decision.Rearm.class);
  }

  @Test
  void aTreeWithTooManyDirectoriesEndsTheBootstrap() {
    BootstrapProgress large = walking().after(page(Optional.of("c"), 1, "/a", "/b", "/c", "/d", "/e"));

    Decision decision = BootstrapPolicy.decide(large, NAMES, LIMITS, false);

    assertThat(decision).isInstanceOf(Decision.GiveUp.class);
    BootstrapProgress gaveUp = large.after(new BootstrapStep.GaveUp(((Decision.GiveUp) decision).why()));
    assertThat(BootstrapPolicy.decide(gaveUp, NAMES, new Limits(3, 5), false)).isInstanceOf(Decision.Rearm.class);
    assertThat(BootstrapPolicy.anew(gaveUp, new Limits(3, 5))).isEmpty();
    assertThat(BootstrapPolicy.anew(gaveUp, LIMITS)).as("going on would end at once").contains(Purpose.FIRST);
  }

  @Test
  void aRetryListsAgainWhereTheListingsNeverAgreed() {
    BootstrapProgress stalled = BootstrapProgress.NOT_STARTED;
    for (BootstrapStep step : List.of(
        new BootstrapStep.WalkBegan(Purpose.AGAIN, Optional.empty(), "/", 3), page(Optional.empty(), 1),
        new BootstrapStep.Listed())) {
      stalled = stalled.after(step);
    }
    Decision decision = BootstrapPolicy.decide(stalled, NAMES, LIMITS, false);
    assertThat(decision).isInstanceOf(Decision.GiveUp.class);

    BootstrapProgress gaveUp = stalled.after(new BootstrapStep.GaveUp(((Decision.GiveUp) decision).why()));

    assertThat(BootstrapPolicy.decide(gaveUp, new Wish(false, true), LIMITS, false))
        .isInstanceOf(Decision.Rearm.class);
    assertThat(BootstrapPolicy.anew(gaveUp, LIMITS)).contains(Purpose.AGAIN);
    assertThat(BootstrapPolicy.anew(gaveUp, new Limits(4, 4))).as("the next listing may agree").isEmpty();
  }

  @Test
  void aCycleThatMovedIsNotCounted() {
    assertThat(BootstrapPolicy.failed(walking(), LIMITS, true, "/", "503")).isEmpty();
  }

  @Test
  void aCycleThatMovedByEventsAloneEndsTheCountOfThoseThatStood() {
    BootstrapProgress stood = walking().after(new BootstrapStep.Stood("/", "503"));

    List<BootstrapStep> steps = BootstrapPolicy.failed(stood, LIMITS, true, "/", "503");

    assertThat(steps).containsExactly(new BootstrapStep.Rearmed());
    assertThat(stood.after(steps.getFirst()).standing().cycles()).isZero();
  }

  private static BootstrapProgress walking() {
    return BootstrapProgress.NOT_STARTED.after(new BootstrapStep.WalkBegan(Purpose.FIRST, TIP, "/", 1));
  }
}
