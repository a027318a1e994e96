package io.cistern.application.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetched;
import io.cistern.application.fetch.Filling;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.Progress;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.MemoryFaults;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.FetchRule;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.Revision;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CloneMirrorTest {
  private final Bench bench = new Bench();

  @Test
  void showsEveryNameAsAPlaceholderWithoutReadingAFile() {
    bench.remote().put("/README.md", "hello");
    bench.remote().put("/src/Main.java", "class Main {}");

    CloneReport report = bench.cloned();

    assertThat(report.counts().created()).isEqualTo(2);
    assertThat(bench.states()).isEqualTo(
        Map.of("/README.md", PathState.PLACEHOLDER, "/src/Main.java", PathState.PLACEHOLDER));
    assertThat(bench.mirror().visible("/src/Main.java")).contains("");
    assertThat(bench.remote().requests("file")).isZero();
    assertThat(bench.mirror().manifest().bootstrap().complete()).isTrue();
  }

  @Test
  void takesTheTipBeforeItListsAnything() {
    bench.remote().put("/a", "a");

    bench.cloned();

    assertThat(bench.remote().requests().getFirst().endpoint()).isEqualTo("tip");
  }

  @Test
  void replaysWhatChangedWhileItListed() {
    bench.remote().pageSize(1);
    bench.remote().put("/a", "a");
    bench.remote().put("/b", "b");
    bench.remote().put("/gone", "gone");
    changeAtTheSecondPage();

    bench.cloned();

    assertThat(bench.states().keySet()).containsExactly("/a", "/b", "/late");
    assertThat(bench.entry("/a").revision()).hasValueSatisfying(
        revision -> assertThat(revision.value()).isEqualTo("rev_4"));
    assertThat(bench.mirror().visibleNames()).containsExactlyInAnyOrder("/a", "/b", "/late");
  }

  private void changeAtTheSecondPage() {
    int[] pages = {0};
    bench.remote().beforeEach(request -> {
      if (request.endpoint().equals("tree") && ++pages[0] == 2) {
        bench.remote().put("/a", "newer");
        bench.remote().put("/late", "late");
      }
      if (request.endpoint().equals("events") && pages[0] < 99) {
        pages[0] = 99;
        bench.remote().delete("/gone");
      }
    });
  }

  @Test
  void aTrulyEmptyFileIsHydratedWithoutARequestEver() {
    bench.remote().put("/empty", "");

    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.openFile().open(List.of(bench.entry("/empty").path()));

    assertThat(bench.states()).containsEntry("/empty", PathState.HYDRATED);
    assertThat(bench.remote().requests("file")).isZero();
  }

  @Test
  void aSecondCloneAsksOnceWhereTheFeedEndsAndCommitsOnlyThatEverythingIsInSync() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.remote().forgetRequests();
    int appends = bench.mirror().appends();
    bench.clock().advance(Duration.ofSeconds(7));
    Instant later = bench.clock().instant();
    Bench again = bench.another();

    CloneReport report = again.cloned();

    assertThat(report.nothingChanged()).isTrue();
    assertThat(bench.remote().requests()).extracting(request -> request.endpoint()).containsExactly("tip");
    assertThat(bench.mirror().appends()).isEqualTo(appends + 1);
    assertThat(again.mirror().manifest().landmarks().inSyncAsOf()).contains(later);
  }

  @Test
  void aSecondCloneReceivesWhatChangedSince() {
    bench.remote().put("/a", "a");
    bench.remote().put("/b", "b");
    bench.remote().put("/c", "c");
    bench.cloned();
    bench.hydrated(new Selection.Named(List.of("/a")));
    bench.remote().put("/a", "newer");
    bench.remote().put("/b", "newer");
    bench.remote().delete("/c");
    bench.remote().put("/d", "d");

    CloneReport report = bench.another().cloned();

    assertThat(report.counts()).isEqualTo(new CloneReport.Counts(1, 2, 1, 0, 0, 0, 0));
    assertThat(bench.mirror().visible("/a")).contains("newer");
    assertThat(bench.mirror().visible("/b")).contains("");
    assertThat(bench.mirror().visible("/c")).isEmpty();
    assertThat(bench.mirror().visible("/d")).contains("");
  }

  @Test
  void theWatermarkMovesOverEventsThatMeanNothing() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.remote().otherEvent();

    bench.cloned();

    assertThat(bench.mirror().manifest().watermark()).contains(new EventCursor("evt_20"));
  }

  @Test
  void goesOnWithTheNextPageAfterItWasStopped() {
    bench.remote().pageSize(2);
    IntStream.range(0, 10).forEach(i -> bench.remote().put("/f" + i, "f" + i));
    bench.remote().beforeEach(request -> {
      if (bench.remote().requests("tree") == 3) {
        bench.stop().stop();
      }
    });
    assertThatThrownBy(bench::cloned).isInstanceOfSatisfying(
        CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Interrupted.class));
    assertThat(bench.states()).hasSize(6);
    bench.remote().beforeEach(request -> {});
    bench.remote().forgetRequests();

    Bench next = bench.another();
    CloneReport report = next.cloned();

    assertThat(report.resumed()).isTrue();
    assertThat(bench.remote().requests("tip")).as("only to see whether anything happened since").isEqualTo(1);
    assertThat(bench.remote().requests("tree")).isEqualTo(2);
    assertThat(next.mirror().visibleNames()).hasSize(10);
    assertThat(next.mirror().manifest().bootstrap().filesSeen()).isEqualTo(10);
  }

  @Test
  void endsAtItsDeadlineWithTheStateSafe() {
    bench.remote().pageSize(1);
    bench.remote().put("/a", "a");
    bench.remote().put("/b", "b");
    bench.remote().beforeEach(request -> bench.clock().advance(Duration.ofSeconds(5)));
    Deadline deadline = Deadline.after(bench.clock().instant(), Duration.ofSeconds(8));

    assertThatThrownBy(() -> bench.cloned(CloneRequest.PLAIN.until(deadline))).isInstanceOfSatisfying(
        CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.TimedOut.class));

    assertThat(bench.mirror().manifest().bootstrap().phase()).isEqualTo(Phase.LISTING);
  }

  @Test
  void relistsADirectoryWhoseCursorIsGone() {
    bench.remote().pageSize(2);
    IntStream.range(0, 6).forEach(i -> bench.remote().put("/f" + i, "f"));
    bench.remote().beforeEach(request -> {
      if (bench.remote().requests("tree") == 2) {
        bench.remote().delete("/f1");
      }
    });

    bench.cloned();

    assertThat(bench.mirror().visibleNames()).containsExactlyInAnyOrder("/f0", "/f2", "/f3", "/f4", "/f5");
  }

  @Test
  void aListingThatStartsOverForEverIsStalled() {
    bench.remote().pageSize(1);
    bench.with(BootstrapSettings.listing(10, 0, 3));
    bench.remote().put("/a", "a");
    bench.remote().put("/z", "z");
    int[] round = {0};
    bench.remote().beforeEach(request -> {
      if (request.endpoint().equals("tree")) {
        bench.remote().delete("/a" + "a".repeat(round[0]));
        bench.remote().put("/a" + "a".repeat(++round[0]), "a");
      }
    });

    assertThatThrownBy(bench::cloned).isInstanceOfSatisfying(
        CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.BootstrapStalled.class));
  }

  @Test
  void directoriesAtTheDepthLimitAreListedOnTheirOwnAndNoFileComesTwice() {
    bench.with(BootstrapSettings.listing(2, 0, 0));
    bench.remote().put("/a/b/c/d/e", "deep");
    bench.remote().put("/a/b/f", "middle");
    bench.remote().put("/g", "top");

    CloneReport report = bench.cloned();

    assertThat(report.counts().created()).isEqualTo(3);
    assertThat(bench.mirror().manifest().bootstrap().filesSeen()).isEqualTo(3);
    assertThat(bench.remote().requests()).filteredOn(request -> request.endpoint().equals("tree"))
        .extracting(request -> request.path())
        .containsExactly("/", "/a/b", "/a/b/c/d");
  }

  @Test
  void aTreeThatExpandsForEverEndsInANamedError() {
    bench.with(BootstrapSettings.listing(1, 5, 0));
    IntStream.range(0, 9).forEach(i -> bench.remote().put("/d" + i + "/f", "f"));

    assertThatThrownBy(bench::cloned).isInstanceOfSatisfying(
        CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.BootstrapTooLarge.class));
  }

  @Test
  void withoutAFeedListsUntilTwoListingsAgree() {
    bench.remote().withoutFeed();
    bench.remote().put("/a", "a");
    bench.remote().put("/b", "b");
    boolean[] once = {true};
    bench.remote().beforeEach(request -> {
      if (bench.remote().requests("tree") == 2 && once[0]) {
        once[0] = false;
        bench.remote().put("/b", "newer");
        bench.remote().put("/c", "c");
        bench.remote().delete("/a");
      }
    });

    CloneReport report = bench.cloned();

    assertThat(report.feed()).isFalse();
    assertThat(bench.remote().requests("tree")).isEqualTo(3);
    assertThat(bench.states().keySet()).as("an absent name is never a removal").containsExactly("/a", "/b", "/c");
    assertThat(bench.mirror().manifest().bootstrap().complete()).isTrue();
  }

  @Test
  void aWorkspaceThatNeverRestsIsStalledWithoutAFeed() {
    bench.with(BootstrapSettings.listing(0, 0, 3));
    bench.remote().withoutFeed();
    bench.remote().beforeEach(request -> bench.remote().put("/a", "a"));

    assertThatThrownBy(bench::cloned).isInstanceOfSatisfying(
        CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.BootstrapStalled.class));

    assertThat(bench.mirror().manifest().bootstrap().complete()).isFalse();
  }

  @Test
  void mirrorsOnlyThePartThatWasAskedFor() {
    bench.with(InMemoryMirror.identity("/docs", Folding.NONE));
    bench.remote().put("/docs/a", "a");
    bench.remote().put("/other", "o");
    bench.cloned();
    bench.remote().put("/docs/b", "b");
    bench.remote().put("/docsy", "no");

    bench.cloned();

    assertThat(bench.states().keySet()).containsExactly("/docs/a", "/docs/b");
  }

  @Test
  void aLocalFileKeepsItsNameAndBecomesAConflict() {
    bench.remote().put("/a", "remote");
    bench.mirror().personWrites("/a", "mine");

    CloneReport report = bench.cloned();

    assertThat(report.counts().conflicts()).isEqualTo(1);
    assertThat(bench.states()).containsEntry("/a", PathState.CONFLICT);
    assertThat(bench.mirror().visible("/a")).contains("mine");
  }

  @Test
  void adoptsALocalFileThatHasTheRemoteBytes() {
    bench.remote().put("/same", "same");
    bench.remote().put("/other", "remote");
    bench.mirror().personWrites("/same", "same");
    bench.mirror().personWrites("/other", "mine");
    bench.clock().advance(Duration.ofSeconds(1));

    CloneReport report = bench.cloned(CloneRequest.PLAIN.adopting());

    assertThat(report.counts().adopted()).isEqualTo(1);
    assertThat(bench.states()).isEqualTo(Map.of("/same", PathState.HYDRATED, "/other", PathState.CONFLICT));
    assertThat(bench.remote().requests("file")).isZero();
  }

  @Test
  void anEditMadeHereOutlivesARemoteChange() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.mirror().personWrites("/a", "mine");
    bench.remote().put("/a", "theirs");

    bench.cloned();

    assertThat(bench.states()).containsEntry("/a", PathState.CONFLICT);
    assertThat(bench.mirror().visibleNames()).anyMatch(name -> bench.mirror().visible(name).equals(
        Optional.of("mine")));
  }

  @Test
  void anEditMadeHereOutlivesARemoteRemoval() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.mirror().personWrites("/a", "mine");
    bench.remote().delete("/a");

    bench.cloned();

    assertThat(bench.states()).containsEntry("/a", PathState.CONFLICT);
    assertThat(bench.mirror().visible("/a")).contains("mine");
  }

  @Test
  void aFileThatCannotBeRefreshedForGoodDoesNotHoldTheRestUp() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.remote().put("/a", "secret");
    bench.remote().put("/b", "b");
    bench.remote().faults().refuse("/a", Failure.RemoteCode.FORBIDDEN);

    bench.cloned();

    assertThat(bench.mirror().visible("/a")).contains("a");
    assertThat(bench.entry("/a").reason()).isPresent();
    assertThat(bench.states()).containsKey("/b");
  }

  @Test
  void theWatermarkStaysWhereARefreshFailedForNow() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.remote().put("/a", "newer");
    bench.remote().faults().throwing("/a", Failure.RemoteCode.REMOTE_UNAVAILABLE);
    assertThatThrownBy(bench::cloned).isInstanceOf(CisternException.class);
    assertThat(bench.mirror().manifest().watermark()).contains(new EventCursor("evt_10"));
    bench.remote().faults().clear();

    bench.cloned();

    assertThat(bench.mirror().visible("/a")).contains("newer");
    assertThat(bench.mirror().manifest().watermark()).contains(new EventCursor("evt_20"));
  }

  @Test
  void aFileThatSomebodyFillsWithOldBytesMeanwhileIsRefreshedAllTheSame() {
    bench.remote().put("/h", "h");
    bench.remote().put("/p", "old");
    bench.cloned();
    bench.hydrated(new Selection.Named(List.of("/h")));
    bench.remote().put("/h", "newer");
    bench.remote().put("/p", "newer");
    boolean[] once = {true};
    bench.remote().beforeEach(request -> {
      if (request.path().equals("/h") && once[0]) {
        once[0] = false;
        fillWithOldBytes(bench.another());
      }
    });

    bench.cloned();

    assertThat(bench.mirror().visible("/p")).contains("newer");
    assertThat(bench.entry("/p").revision()).contains(new Revision("rev_4"));
  }

  private static void fillWithOldBytes(Bench other) {
    other.mirror().commits().catchUp();
    PathEntry placeholder = other.entry("/p");
    StagedContent staged = other.mirror().staging().stage(
        new ByteArrayInputStream("old".getBytes(StandardCharsets.UTF_8)), Instant.EPOCH, Deadline.NEVER);
    PathEntry after = FetchRule.hydrated(
        placeholder, placeholder.revision().orElseThrow(), staged.hash(), staged.size(), Optional.empty());
    new Filling(other.fetcher(), other.mirror().commits()).finish(
        List.of(new Fetched.Ready(placeholder, after, staged)), Origin.OPEN);
  }

  @Test
  void aFileGivesWayToADirectoryAndBack() {
    bench.remote().put("/a", "file");
    bench.cloned();
    bench.remote().delete("/a");
    bench.remote().put("/a/b", "below");
    bench.cloned();
    assertThat(bench.states().keySet()).containsExactly("/a/b");
    bench.remote().delete("/a/b");
    bench.remote().put("/a", "file again");

    bench.cloned();

    assertThat(bench.states()).isEqualTo(Map.of("/a", PathState.PLACEHOLDER));
    assertThat(bench.mirror().visibleNames()).containsExactly("/a");
  }

  @Test
  void onlyOneCloneRunsOnAMirror() {
    try (var _ = bench.mirror().lock().tryPass(Pass.BOOTSTRAP).orElseThrow()) {
      assertThatThrownBy(bench::cloned).isInstanceOfSatisfying(
          CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.MirrorInUse.class));
    }
  }

  @Test
  void aPageThatCouldNotBePublishedIsFinishedByTheNextRun() {
    bench.remote().put("/a", "a");
    bench.mirror().faults().next(MemoryFaults.Point.PUBLISH, 1);
    assertThatThrownBy(bench::cloned).isInstanceOf(CisternException.class);

    bench.another().cloned();

    assertThat(bench.mirror().visible("/a")).contains("");
    assertThat(bench.remote().requests("tree")).isEqualTo(1);
  }

  @Test
  void tellsItsProgress() {
    bench.remote().put("/a", "a");
    List<String> stages = new ArrayList<>();
    Progress progress = (stage, files, bytes, total) -> stages.add(stage + " " + files + "/" + total.orElse(-1));

    bench.cloneMirror().clone(CloneRequest.PLAIN, file -> {}, progress, new StopSignal());

    assertThat(stages).contains("names 1/1");
  }
}
