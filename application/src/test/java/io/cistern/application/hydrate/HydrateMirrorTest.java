package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.Latches;
import io.cistern.application.testing.MemoryFaults;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.placeholder.Globs;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HydrateMirrorTest {
  private static final Selection ALL = new Selection.Everything();

  private static final Duration NAP = Duration.ofMillis(100);

  private final Bench bench = new Bench();

  @Test
  void fillsWhatTheEagerRulesWantAndNothingElse() {
    bench.remote().put("/README.md", "read me");
    bench.remote().put("/deep/down/go.mod", "module x");
    bench.remote().put("/Readme.md", "not this one");
    bench.remote().put("/__extern/README.md", "reserved");
    bench.remote().put("/src/Main.java", "class Main {}");
    bench.cloned();

    HydrateReport report = bench.hydrated(new Selection.Eager());

    assertThat(report.hydrated()).isEqualTo(2);
    assertThat(report.bytes()).isEqualTo(15);
    assertThat(bench.mirror().visible("/deep/down/go.mod")).contains("module x");
    assertThat(bench.states()).containsEntry("/__extern/README.md", PathState.PLACEHOLDER);
  }

  @Test
  void keepsTheRemoteTimeStampAndTheMemo() {
    bench.remote().put("/a", "a");
    bench.cloned();

    bench.hydrated(ALL);

    assertThat(bench.entry("/a").memo()).hasValueSatisfying(memo -> assertThat(memo.modified())
        .isEqualTo(Instant.parse("2025-06-01T12:00:01Z").toEpochMilli() * 1_000_000));
  }

  @Test
  void theEagerTotalIsNotExceededEvenByManyPasses() {
    bench.with(new HydrateSettings(
        new EagerRules(Globs.of(List.of("*")), 10, 12), 1, 8, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    bench.remote().put("/a", "12345");
    bench.remote().put("/b", "12345678901");
    bench.remote().put("/c", "12345");
    bench.remote().put("/d", "12345");
    bench.cloned();

    bench.hydrated(new Selection.Eager());
    bench.hydrated(new Selection.Eager());

    assertThat(bench.states()).containsEntry("/a", PathState.HYDRATED).containsEntry("/b", PathState.PLACEHOLDER)
        .containsEntry("/c", PathState.HYDRATED).containsEntry("/d", PathState.PLACEHOLDER);
  }

  @Test
  void aNamedPathDirectoryOrGlobKnowsNoLimits() {
    bench.with(new HydrateSettings(
        new EagerRules(Globs.of(List.of()), 1, 1), 8, 8, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    List.of("/docs/a.md", "/docs/deep/b.md", "/docs.md", "/x.txt", "/y.bin", "/__extern/c").forEach(
        name -> bench.remote().put(name, "content of " + name));
    bench.cloned();

    HydrateReport report = bench.hydrated(
        new Selection.Named(List.of("/docs", "*.txt", "/__extern/c", "/nowhere")));

    assertThat(bench.items()).extracting(item -> item.path().value())
        .containsExactlyInAnyOrder("/docs/a.md", "/docs/deep/b.md", "/x.txt", "/__extern/c");
    assertThat(report.unmatched()).containsExactly("/nowhere");
  }

  @Test
  void oneWorkerGoesInOrder() {
    bench.with(new HydrateSettings(
        HydrateSettings.DEFAULTS.eager(), 1, 3, Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO));
    IntStream.range(0, 7).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.cloned();

    bench.hydrated(ALL);

    assertThat(bench.items()).extracting(item -> item.path().value())
        .containsExactly("/f0", "/f1", "/f2", "/f3", "/f4", "/f5", "/f6");
    assertThat(bench.pauses().wakes().getLast()).as("rested between three batches")
        .isEqualTo(bench.pauses().wakes().getFirst().minus(NAP).plusSeconds(4));
  }

  @Test
  void filesShareTheForceOfTheLog() {
    bench.with(new HydrateSettings(
        HydrateSettings.DEFAULTS.eager(), 1, 32, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    IntStream.range(0, 64).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.cloned();
    int before = bench.mirror().appends();

    bench.hydrated(ALL);

    assertThat(bench.mirror().appends() - before).isEqualTo(2);
  }

  @Test
  void everyItemIsToldAfterItIsVisible() {
    IntStream.range(0, 40).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.cloned();

    bench.hydrateMirror().hydrate(
        HydrateRequest.of(ALL),
        item -> assertThat(bench.mirror().visible(item.path().value())).contains(item.path().name()),
        (stage, files, bytes, total) -> assertThat(total).hasValue(40), bench.stop());

    assertThat(bench.states().values()).containsOnly(PathState.HYDRATED);
  }

  @Test
  void oneFailureStopsNobodyElseAndTheCountsAddUp() {
    IntStream.range(0, 20).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.cloned();
    bench.remote().faults().refuse("/f3", RemoteCode.FORBIDDEN);
    bench.remote().faults().throwing("/f4", RemoteCode.REMOTE_TIMEOUT);
    bench.mirror().personWrites("/f5", "mine");
    bench.mirror().personRemoves("/f6");

    HydrateReport report = bench.hydrated(ALL);

    assertThat(report.candidates()).isEqualTo(20);
    assertThat(report.hydrated()).isEqualTo(16);
    assertThat(report.skippedExisting()).isEqualTo(2);
    assertThat(report.failed()).isEqualTo(2);
    assertThat(report.endedEarly()).isEmpty();
    assertThat(bench.mirror().visible("/f5")).contains("mine");
    assertThat(bench.mirror().visible("/f6")).isEmpty();
    assertThat(bench.states()).containsEntry("/f5", PathState.MODIFIED).containsEntry("/f6", PathState.PLACEHOLDER);
    assertThat(bench.entry("/f3").reason()).isPresent();
    assertThat(bench.entry("/f4").reason()).contains("planted REMOTE_TIMEOUT");
    assertThat(bench.remote().requests()).noneMatch(request -> request.path().equals("/f5"));
  }

  @Test
  void aFileThatIsGoneRemotelyKeepsItsReason() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.remote().delete("/a");

    HydrateReport report = bench.hydrated(ALL);

    assertThat(report.firstFailure()).hasValueSatisfying(
        failure -> assertThat(((Failure.Remote) failure).code()).isEqualTo(RemoteCode.REMOTE_NOT_FOUND));
    assertThat(bench.entry("/a").state()).isEqualTo(PathState.PLACEHOLDER);
    assertThat(bench.entry("/a").reason()).isPresent();
  }

  @Test
  void oneWrongBodyIsForgivenASecondIsNot() {
    bench.remote().put("/once", "right");
    bench.remote().put("/always", "right");
    bench.cloned();
    bench.remote().faults().wrongBytes("/once", 1);
    bench.remote().faults().wrongBytes("/always", 99);

    HydrateReport report = bench.hydrated(ALL);

    assertThat(bench.mirror().visible("/once")).contains("right");
    assertThat(bench.mirror().visible("/always")).contains("");
    assertThat(report.firstFailure()).hasValueSatisfying(
        failure -> assertThat(((Failure.Remote) failure).code()).isEqualTo(RemoteCode.HASH_MISMATCH));
    assertThat(bench.mirror().stagedNames()).as("nothing wrong is kept").hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aBrokenConnectionIsTriedOnceMore() {
    bench.remote().put("/once", "right");
    bench.remote().put("/always", "right");
    bench.cloned();
    bench.remote().faults().brokenBody("/once", 1);
    bench.remote().faults().brokenBody("/always", 99);

    HydrateReport report = bench.hydrated(ALL);

    assertThat(report.hydrated()).isEqualTo(1);
    assertThat(report.firstFailure()).hasValueSatisfying(
        failure -> assertThat(((Failure.Remote) failure).code()).isEqualTo(RemoteCode.REMOTE_UNAVAILABLE));
  }

  @Test
  void aNewerAnswerUpdatesTheEntryWithItsBytes() {
    bench.remote().put("/a", "old");
    bench.cloned();
    bench.remote().put("/a", "newer");

    bench.hydrated(ALL);

    assertThat(bench.mirror().visible("/a")).contains("newer");
    assertThat(bench.entry("/a").revision()).hasValueSatisfying(
        revision -> assertThat(revision.value()).isEqualTo("rev_2"));
    assertThat(bench.entry("/a").size()).isEqualTo(5);
  }

  @Test
  void aPlaceholderThatIsEditedWhileItIsFetchedIsNeverOverwritten() {
    bench.remote().put("/a", "remote");
    bench.cloned();
    bench.remote().beforeEach(request -> {
      if (request.endpoint().equals("file")) {
        bench.mirror().personWrites("/a", "mine");
      }
    });

    HydrateReport report = bench.hydrated(ALL);

    assertThat(report.skippedExisting()).isEqualTo(1);
    assertThat(bench.mirror().visible("/a")).contains("mine");
    assertThat(bench.states()).containsEntry("/a", PathState.MODIFIED);
  }

  @Test
  void aDeadRemoteEndsThePassAndNamesTheCauseForEveryPath() {
    IntStream.range(0, 500).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.cloned();
    bench.remote().dies();

    HydrateReport report = bench.hydrated(ALL);

    assertThat(report.failed()).isEqualTo(500);
    assertThat(report.endedEarly()).isPresent();
    assertThat(bench.remote().requests("file")).isLessThan(50);
    bench.remote().revives();
    assertThat(bench.hydrated(ALL).hydrated()).isEqualTo(500);
  }

  @Test
  void aRefusedTokenEndsThePassAtOnce() {
    IntStream.range(0, 100).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.cloned();
    IntStream.range(0, 100).forEach(i -> bench.remote().faults().refuse("/f" + i, RemoteCode.NOT_AUTHORISED));

    HydrateReport report = bench.hydrated(ALL);

    assertThat(report.failed()).isEqualTo(100);
    assertThat(bench.remote().requests("file")).isLessThan(40);
  }

  @Test
  void stopsBetweenFilesWhenAsked() {
    IntStream.range(0, 300).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.cloned();
    bench.remote().beforeEach(request -> {
      if (bench.remote().requests("file") >= 50) {
        bench.stop().stop();
      }
    });

    HydrateReport report = bench.hydrated(ALL);

    assertThat(report.candidates()).isEqualTo(300);
    assertThat(report.endedEarly()).hasValueSatisfying(
        failure -> assertThat(failure).isInstanceOf(Failure.Interrupted.class));
    assertThat(bench.remote().requests("file")).isLessThan(100);
  }

  @Test
  void endsAtTheDeadlineOfTheRun() {
    IntStream.range(0, 100).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.cloned();
    bench.remote().beforeEach(request -> bench.clock().advance(Duration.ofSeconds(1)));

    HydrateReport report = bench.hydrated(
        new HydrateRequest(ALL, Deadline.after(bench.clock().instant(), Duration.ofSeconds(10))));

    assertThat(report.endedEarly()).hasValueSatisfying(
        failure -> assertThat(failure).isInstanceOf(Failure.TimedOut.class));
    assertThat(report.hydrated()).isLessThan(30);
  }

  @Test
  void aFullDiskEndsThePass() {
    IntStream.range(0, 200).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.cloned();
    bench.mirror().faults().after(MemoryFaults.Point.STAGE, 10, 999);

    HydrateReport report = bench.hydrated(ALL);

    assertThat(report.endedEarly()).hasValueSatisfying(
        failure -> assertThat(failure).isInstanceOf(Failure.LocalDiskFull.class));
    assertThat(report.hydrated()).isLessThanOrEqualTo(10);
    assertThat(report.failed() + report.hydrated()).isEqualTo(200);
  }

  @Test
  void whatWasStagedAndTakenAwayIsPreparedAgain() {
    bench.with(new HydrateSettings(
        HydrateSettings.DEFAULTS.eager(), 1, 2, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    bench.remote().put("/a", "a");
    bench.remote().put("/b", "b");
    bench.cloned();
    bench.remote().beforeEach(request -> {
      if (bench.remote().requests("file") == 2) {
        bench.mirror().loseStaging();
      }
    });

    HydrateReport report = bench.hydrated(ALL);

    assertThat(report.hydrated()).isEqualTo(2);
    assertThat(bench.remote().requests("file")).isEqualTo(3);
  }

  @Test
  void stagingThatIsAlwaysTakenAwayEndsInAFailure() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.mirror().faults().next(MemoryFaults.Point.FORCE_STAGING, 1);

    HydrateReport report = bench.hydrated(ALL);

    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.endedEarly()).hasValueSatisfying(
        failure -> assertThat(failure).isInstanceOf(Failure.MirrorTainted.class));
  }

  @Test
  void whatIsCommittedAndNotPublishedIsToldAsFailedAndFinishedNextTime() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.mirror().faults().next(MemoryFaults.Point.PUBLISH, 1);

    assertThat(bench.hydrated(ALL).failed()).isEqualTo(1);
    bench.another().hydrated(ALL);

    assertThat(bench.mirror().visible("/a")).contains("a");
    assertThat(bench.remote().requests("file")).isEqualTo(1);
  }

  @Test
  void onlyOnePassRunsAndAnotherWaitsForAMomentOnly() {
    try (var _ = bench.mirror().lock().tryPass(Pass.HYDRATION).orElseThrow()) {
      assertThatThrownBy(() -> bench.hydrated(ALL)).isInstanceOfSatisfying(
          CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.MirrorInUse.class));
    }
    assertThat(bench.pauses().wakes()).hasSizeBetween(50, 200);
  }

  @Test
  void aPathThatIsBeingOpenedIsNotFetchedTwice() throws InterruptedException {
    bench.remote().put("/a", "a");
    bench.cloned();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    bench.remote().beforeEach(request -> {
      if (request.endpoint().equals("file")) {
        asked.countDown();
        Latches.await(answer);
      }
    });
    Thread opener =
        Thread.ofPlatform().start(() -> bench.openFile().open(List.of(bench.entry("/a").path())));
    asked.await();
    Thread pass = Thread.ofPlatform().start(() -> bench.hydrated(ALL));
    answer.countDown();

    opener.join();
    pass.join();

    assertThat(bench.remote().requests("file")).isEqualTo(1);
    assertThat(bench.mirror().visible("/a")).contains("a");
  }
}
