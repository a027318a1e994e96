package io.cistern.application.clone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.inspect.VerifyRequest;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.FakeRemote;
import io.cistern.application.testing.MemoryFaults.Point;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Finding;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens on the way, a mirror ends as the workspace is. */
class CloneProperties {
  /** What happens just before one request is answered. */
  enum Event {
    NOTHING,
    PUT,
    EMPTY,
    DELETE,
    STOP,
    REMOTE_FAILS,
    DISK_FULL,
    PUBLISH_FAILS
  }

  record Step(Event event, String path, int text) {}

  record History(List<Step> before, List<Step> during, int pageSize, int depth) {}

  @Property(tries = 200)
  void theMirrorEqualsTheWorkspaceOnceFaultsStop(@ForAll("histories") History history) {
    Bench bench = new Bench().with(BootstrapSettings.listing(history.depth(), 0, 0));
    bench.remote().pageSize(history.pageSize());
    history.before().forEach(step -> apply(step, bench));
    Deque<Step> script = new ArrayDeque<>(history.during());

    Bench last = untilComplete(bench, script);
    script.clear();
    last = untilComplete(last.another(), script);
    last.hydrated(new Selection.Everything());

    Map<String, String> wanted = reachable(last.remote().contents());
    assertThat(visible(last)).isEqualTo(wanted);
    assertThat(last.states().keySet()).isEqualTo(last.remote().contents().keySet());
    last.verified(VerifyRequest.ALL);
    assertThat(last.findings()).allSatisfy(finding -> assertThat(finding).isInstanceOf(Finding.Quarantined.class));
  }

  @Property(tries = 200)
  void alsoWhereFilesHaveTheNamesOfDirectories(@ForAll("clashes") History history) {
    theMirrorEqualsTheWorkspaceOnceFaultsStop(history);
  }

  @Property(tries = 100)
  void noFileIsListedTwiceByAWalkThatIsCut(@ForAll("histories") History history) {
    Bench bench = new Bench().with(BootstrapSettings.listing(history.depth(), 0, 0));
    bench.remote().pageSize(history.pageSize());
    history.before().forEach(step -> apply(step, bench));
    Deque<Step> stops = new ArrayDeque<>(
        history.during().stream().filter(step -> step.event() == Event.STOP).toList());

    Bench last = untilComplete(bench, stops);

    assertThat(last.mirror().manifest().bootstrap().filesSeen()).isEqualTo(last.remote().contents().size());
  }

  /** A file that has something below it is no file here. */
  private static Map<String, String> reachable(Map<String, String> contents) {
    Map<String, String> reachable = new TreeMap<>(contents);
    reachable.keySet().removeIf(
        name -> contents.keySet().stream().anyMatch(other -> other.startsWith(name + "/")));
    return reachable;
  }

  private static Map<String, String> visible(Bench bench) {
    Set<String> names = bench.states().entrySet().stream()
        .filter(entry -> entry.getValue() != PathState.QUARANTINED)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
    assertThat(bench.mirror().visibleNames()).isEqualTo(names);
    Map<String, String> visible = new TreeMap<>();
    names.forEach(name -> visible.put(name, bench.mirror().visible(name).orElseThrow()));
    return visible;
  }

  /** Runs, and runs again as a new process, as often as something cuts it short. */
  private static Bench untilComplete(Bench first, Deque<Step> script) {
    Bench bench = first;
    for (int runs = 0; runs < 60; runs++) {
      Bench current = bench;
      bench.remote().beforeEach(request -> next(script).ifPresent(step -> apply(step, current)));
      try {
        bench.cloned();
        return bench;
      } catch (CisternException cut) {
        bench = bench.another();
      }
    }
    throw new AssertionError("never complete");
  }

  private static Optional<Step> next(Deque<Step> script) {
    return Optional.ofNullable(script.poll());
  }

  private static void apply(Step step, Bench bench) {
    FakeRemote remote = bench.remote();
    switch (step.event()) {
      case NOTHING -> {}
      case PUT -> remote.put(step.path(), "text " + step.text());
      case EMPTY -> remote.put(step.path(), "");
      case DELETE -> remote.delete(step.path());
      case STOP -> bench.stop().stop();
      case REMOTE_FAILS -> throw new CisternException(new Failure.Remote(
          Failure.RemoteCode.REMOTE_UNAVAILABLE, Optional.empty(), "planted", Optional.empty()));
      case DISK_FULL -> bench.mirror().faults().next(Point.APPEND, 1);
      case PUBLISH_FAILS -> bench.mirror().faults().next(Point.PUBLISH, 1);
    }
  }

  /** Names of files are never names of directories, so that listings may end at any depth. */
  @Provide
  Arbitrary<History> histories() {
    Arbitrary<String> directories =
        Arbitraries.of("/a", "/a-", "/b").list().ofMaxSize(3).map(segments -> String.join("", segments));
    Arbitrary<String> paths =
        Combinators.combine(directories, Arbitraries.of("/x", "/x-y", "/z")).as(String::concat);
    return histories(paths, Arbitraries.integers().between(1, 4));
  }

  /** Files that have the names of directories; a listing shows such a directory only through what lies below it. */
  @Provide
  Arbitrary<History> clashes() {
    Arbitrary<String> paths = Arbitraries.of("a", "b", "c-", "c").list().ofMinSize(1).ofMaxSize(4)
        .map(segments -> "/" + String.join("/", segments));
    return histories(paths, Arbitraries.just(10));
  }

  private static Arbitrary<History> histories(Arbitrary<String> paths, Arbitrary<Integer> depths) {
    Arbitrary<Integer> texts = Arbitraries.integers().between(0, 99);
    Arbitrary<Step> writes =
        Combinators.combine(Arbitraries.of(Event.PUT, Event.PUT, Event.EMPTY), paths, texts).as(Step::new);
    Arbitrary<Step> anything = Combinators.combine(Arbitraries.of(Event.class), paths, texts).as(Step::new);
    return Combinators.combine(
        writes.list().ofMaxSize(15), anything.list().ofMaxSize(25), Arbitraries.integers().between(1, 6),
        depths).as(History::new);
  }
}
