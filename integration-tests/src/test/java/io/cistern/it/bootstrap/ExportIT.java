package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.testing.MemoryFaults;
import io.cistern.domain.bootstrap.BootstrapTimes;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Export first, when content is wanted; for a named reason the tree, in the same cycle (first point of acceptance). */
class ExportIT {
  private static final CloneRequest CONTENT = CloneRequest.PLAIN.withContent();
  private static final Duration EXPORT = BootstrapTimes.DEFAULT_EXPORT;

  private final Scene scene = new Scene(1);

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @Test
  void bringsAWholeWorkspaceWithOneRequestAndOneMoreToBelieveIt() {
    scene.putFiles("/docs/f%03d", 60);

    scene.program().clones(CONTENT);

    assertThat(scene.endpoints()).containsExactly("events", "export", "tree", "events");
    assertThat(scene.asked("tree")).containsExactly("/");
    assertThat(scene.manifest().watermark()).as("the watermark stands at the tip").isPresent();
    scene.isTheRemoteWithContent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stall-at=4000", "stall-at=0", "hang", "latency=2m", "rate=3B/s"})
  void anExportThatStallsIsLeftForTheTreeInTheSameCycle(String slow) {
    List<String> names = scene.putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:" + slow);
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.passed()).isBetween(Duration.ofSeconds(30), EXPORT.plusMillis(250));
    assertThat(scene.whyTheExportWasLeft()).isPresent();
    assertThat(scene.asked("tree")).containsExactly("/");
    assertThat(scene.asked("file")).as("what had arrived is recognised").doesNotHaveDuplicates()
        .isSubsetOf(names).hasSize(slow.equals("stall-at=4000") ? 60 - wholeFilesWithin(4000) : 60);
    scene.isTheRemoteWithContent();
  }

  @Test
  void anExportThatMovesIsKeptHoweverLongItTakes() {
    scene.putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:rate=20B/s");
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(scene.passed()).isGreaterThan(EXPORT.multipliedBy(5));
    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.asked("file")).isEmpty();
    scene.isTheRemoteWithContent();
  }

  @Test
  void aBusyWorkspaceIsLeftForTheTreeAtOnceAndHoldsOnlyTheExport() {
    scene.putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:status=429,code=workspace_busy,retry-after=3600");

    scene.program().clones(CONTENT);

    assertThat(scene.passed()).isZero();
    assertThat(scene.broker().requests("export")).hasSize(1);
    assertThat(scene.whyTheExportWasLeft()).get().asString().contains("workspace_busy");
    scene.isTheRemoteWithContent();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "status=404", "status=413", "status=400", "status=503,message=the exporter is overloaded",
      "content-type=text/html"})
  void whatSaysThatThisExportCannotBeHadIsLeftForTheTreeAtOnce(String refusal) {
    scene.putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:" + refusal);
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.broker().requests("export")).hasSize(1);
    scene.isTheRemoteWithContent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncate-at=4000", "reset-at=4000"})
  void anExportThatBreaksKeepsWhatHadArrivedAndTheTreeBringsTheRest(String effect) {
    scene.putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:" + effect);
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.asked("file")).hasSize(60 - wholeFilesWithin(4000)).doesNotHaveDuplicates();
    assertThat(scene.broker().requests("export")).hasSize(1);
    scene.isTheRemoteWithContent();
  }

  @Test
  void anExportWithWrongHashesIsNotBelievedAndTheTreeBringsTheFiles() {
    scene.putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:wrong-hash");
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.whyTheExportWasLeft()).get().asString().contains("hash");
    scene.isTheRemoteWithContent();
  }

  @Test
  void anEmptyExportOfTrackedFilesIsNotBelievedAndTheTreeRecovers() {
    trackFiftyOf(60);
    scene.broker().chaos("export:empty");
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.whyTheExportWasLeft()).get().asString().contains("0 files where 50 are tracked");
    scene.isTheRemote();
    assertThat(scene.count(PathState.HYDRATED)).as("nothing is short-circuited").isPositive();
  }

  @Test
  void anEmptyExportIsNotBelievedEvenWhereNothingIsTracked() {
    scene.putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:empty");

    scene.program().clones(CONTENT);

    scene.isTheRemoteWithContent();
  }

  @Test
  void anEmptyExportOfAnEmptyWorkspaceIsBelievedAfterOneTreeRequest() {
    scene.program().clones(CONTENT);

    assertThat(scene.endpoints()).containsExactly("events", "export", "tree", "events");
    assertThat(scene.progress().complete()).isTrue();
    assertThat(scene.whyTheExportWasLeft()).isEmpty();
  }

  @Test
  void anExportWithFewerFilesThanTheTreeCountsIsLeft() {
    scene.putFiles("/docs/f%03d", 60);
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree")) {
        scene.broker().before(later -> {});
        scene.broker().put("/new", "came after the export");
      }
    });

    scene.program().clones(CONTENT);

    assertThat(scene.whyTheExportWasLeft()).get().asString().contains("60 of 61");
    assertThat(scene.asked("tree")).containsExactly("/", "/");
    assertThat(scene.asked("file")).containsExactly("/new");
    scene.isTheRemoteWithContent();
  }

  @Test
  void anExportWithFewerThanHalfOfTheTrackedPathsIsLeftEvenIfTheTreeCountsNoMore() {
    List<String> tracked = trackFiftyOf(50);
    tracked.subList(24, 50).forEach(scene.broker()::delete);

    scene.program().clones(CONTENT);

    assertThat(scene.whyTheExportWasLeft()).get().asString().contains("24 files where 50 are tracked");
    scene.isTheRemoteWithContent();
  }

  @Test
  void anExportWithHalfOfTheTrackedPathsIsBelieved() {
    List<String> tracked = trackFiftyOf(50);
    tracked.subList(25, 50).forEach(scene.broker()::delete);

    scene.program().clones(CONTENT);

    assertThat(scene.whyTheExportWasLeft()).isEmpty();
    scene.isTheRemoteWithContent();
  }

  @Test
  void anExportIsBelievedWhereFewerThanTenPathsAreTracked() {
    List<String> tracked = track(9, 9);
    tracked.subList(1, 9).forEach(scene.broker()::delete);

    scene.program().clones(CONTENT);

    assertThat(scene.whyTheExportWasLeft()).isEmpty();
    scene.isTheRemoteWithContent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=500", "status=429,code=rate_limited", "status=429,code=queue_full"})
  void anExportThatFailsStaysVisibleAndMovesNothing(String refusal) {
    scene.with(BootstrapSettings.listing(0, 0, 3).reading(1)).putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:" + refusal);

    Failure failure = scene.program().fails(CONTENT);

    assertThat(failure).isInstanceOf(Failure.BootstrapStalled.class);
    assertThat(scene.endpoints()).as("one tip, and four tries in the cycle that took it and in three that stood")
        .startsWith("events").filteredOn(endpoint -> !endpoint.equals("export")).hasSize(1);
    assertThat(scene.broker().requests("export")).hasSize(16);
    assertThat(scene.progress().complete()).isFalse();
    assertThat(scene.manifest().watermark()).isEmpty();
    assertThat(scene.states()).isEmpty();
  }

  @Test
  void aFailedExportEndsTheCycleAndIsTriedAgainInTheNext() {
    scene.putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:n=4,status=500");
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isFalse();
    assertThat(scene.broker().requests("export")).hasSize(5);
    assertThat(scene.asked("file")).isEmpty();
    scene.isTheRemoteWithContent();
  }

  @Test
  void aHardCapShorterThanTheExportsOwnBoundStillLeavesTimeForTheTree() {
    BootstrapTimes times = new BootstrapTimes(EXPORT, BootstrapTimes.DEFAULT_IDLE, Duration.ofSeconds(20));
    scene.with(scene.settings().within(times)).putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:hang");
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.passed()).isBetween(Duration.ofSeconds(15), Duration.ofMillis(15_250));
    assertThat(scene.whyTheExportWasLeft()).get().asString().contains("15 s");
    scene.isTheRemoteWithContent();
  }

  @Test
  void whenTheRunsOwnDeadlineEndsTheExportTheNextRunConvergesThroughTheTree() {
    scene.putFiles("/docs/f%03d", 60);
    scene.broker().chaos("export:hang");
    Deadline soon = Deadline.after(scene.clock().instant(), Duration.ofSeconds(10));

    assertThat(scene.program().fails(CONTENT.until(soon))).isInstanceOf(Failure.TimedOut.class);
    assertThat(scene.broker().requests("tree")).isEmpty();
    assertThat(scene.progress().complete()).isFalse();

    scene.program().clones(CONTENT);
    assertThat(scene.broker().requests("export")).hasSize(1);
    scene.isTheRemoteWithContent();
  }

  @Test
  void anExportThatAKillCutIsNotTriedAgainAndWhatHadArrivedIsNotReadAgain() {
    scene.putFiles("/docs/f%03d", 60);
    Program killed = scene.program();
    killed.onFilled(name -> {
      if (killed.filled().size() == 20) {
        throw killed.killed();
      }
    });
    killed.dies(CONTENT);
    Set<String> arrived = new HashSet<>(killed.filled());

    scene.program().clones(CONTENT);

    assertThat(scene.broker().requests("export")).hasSize(1);
    assertThat(scene.asked("file")).hasSize(40).doesNotContainAnyElementsOf(arrived);
    scene.isTheRemoteWithContent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stall-at=20000", "truncate-at=20000", "rate=2KiB/s", "wrong-hash", "empty"})
  void anExportReceivedBesideItsCommitsEndsInTheSameWay(String effect) {
    scene.with(scene.settings().reading(16)).putFiles("/docs/f%03d", 200);
    scene.broker().chaos("export:" + effect);
    Program program = scene.program();

    program.clones(CONTENT);

    assertThat(program.tookOneCycle()).isTrue();
    assertThat(scene.asked("file")).doesNotHaveDuplicates();
    scene.isTheRemoteWithContent();
  }

  @Test
  void aFullDiskEndsAnExportReceivedBesideItsCommits() {
    scene.with(scene.settings().reading(16)).putFiles("/docs/f%03d", 200);
    Program program = scene.program();
    program.inside().faults().after(MemoryFaults.Point.APPEND, 4, Integer.MAX_VALUE);

    assertThat(program.fails(CONTENT)).isInstanceOf(Failure.LocalDiskFull.class);

    scene.program().clones(CONTENT);
    scene.isTheRemoteWithContent();
  }

  private List<String> trackFiftyOf(int files) {
    return track(50, files);
  }

  /** So many are known by name: an earlier run wanted no more, and was killed when it came to a directory. */
  private List<String> track(int known, int files) {
    List<String> names = scene.putFiles("/f%03d", known);
    scene.putFiles("/deeper/f%03d", files - known);
    scene.broker().put("/deeper/last", "last");
    BootstrapSettings usual = scene.settings();
    scene.with(BootstrapSettings.listing(1, 0, 0).reading(1));
    Program program = scene.program();
    scene.broker().before(request -> {
      if (request.path().equals("/deeper")) {
        throw program.killed();
      }
    });
    program.dies(CloneRequest.PLAIN);
    scene.broker().before(request -> {});
    scene.broker().delete("/deeper/last");
    scene.with(usual);
    assertThat(scene.count(PathState.PLACEHOLDER)).isEqualTo(known);
    return names;
  }

  /** How many files an export tells whole in so many bytes. */
  private int wholeFilesWithin(long bytes) {
    Scene other = new Scene(1);
    other.putFiles("/docs/f%03d", 60);
    other.broker().chaos("export:truncate-at=" + bytes);
    int[] count = {0};
    other.program().remote().export("/", content -> count[0]++, Deadline.NEVER);
    return count[0];
  }
}
