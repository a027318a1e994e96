package io.cistern.application.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.CloneRequest;
import io.cistern.application.commit.Change;
import io.cistern.application.hydrate.HydrateItem;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.OpenedFile;
import io.cistern.application.port.Manifest;
import io.cistern.application.testing.Bench;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiskQuotaTest {
  private final Bench bench = new Bench();

  @Test
  void aPassFillsTheBudgetAndSaysForWhatThereWasNoRoom() {
    put(5, 30);
    bench.withDiskQuota(100).cloned();

    HydrateReport report = bench.hydrated(new Selection.Everything());

    assertThat(report.hydrated()).isEqualTo(3);
    assertThat(report.failed()).isEqualTo(2);
    assertThat(bench.items()).extracting(HydrateItem::outcome).filteredOn(HydrationOutcome.Failed.class::isInstance)
        .hasSize(2)
        .allSatisfy(outcome -> {
          HydrationOutcome.Failed failed = (HydrationOutcome.Failed) outcome;
          assertThat(failed.reason()).isInstanceOf(Failure.QuotaReached.class);
          assertThat(failed.reason().message()).contains("quota.disk", "of 100 bytes");
          assertThat(failed.retryable()).isFalse();
        });
    assertThat(bench.mirror().contentBytes()).isEqualTo(90);
  }

  @Test
  void aFileThatIsTooLargeDoesNotKeepASmallerOneAway() {
    bench.remote().put("/a", "x".repeat(200));
    bench.remote().put("/b", "x".repeat(50));
    bench.withDiskQuota(100).cloned();

    bench.hydrated(new Selection.Everything());

    assertThat(bench.states()).containsEntry("/a", PathState.PLACEHOLDER).containsEntry("/b", PathState.HYDRATED);
  }

  @Test
  void openMakesRoomByGivingBackWhatWasUsedLeastRecently() {
    put(4, 30);
    bench.withDiskQuota(100).cloned();
    for (int i = 0; i < 3; i++) {
      open("/f" + i);
    }
    bench.mirror().personReads("/f0");
    bench.clock().advance(Duration.ofSeconds(1));

    assertThat(open("/f3")).isInstanceOf(OpenedFile.Result.Here.class);

    assertThat(bench.states()).containsEntry("/f0", PathState.HYDRATED).containsEntry("/f1", PathState.PLACEHOLDER)
        .containsEntry("/f2", PathState.HYDRATED).containsEntry("/f3", PathState.HYDRATED);
    assertThat(bench.mirror().records()).filteredOn(LogRecord.Switched.class::isInstance)
        .extracting(record -> ((LogRecord.Switched) record).origin())
        .contains(Origin.EVICT);
  }

  @Test
  void aNewRunTakesTheRoomOfWhatWasUsedBeforeIt() {
    put(4, 30);
    bench.withDiskQuota(100).cloned();
    bench.hydrated(new Selection.Named(List.of("/f0", "/f1", "/f2")));
    bench.mirror().dies();

    Bench later = bench.another();
    HydrateReport report = later.hydrated(new Selection.Named(List.of("/f3")));

    assertThat(report.hydrated()).isOne();
    assertThat(later.mirror().contentBytes()).isLessThanOrEqualTo(100);
  }

  @Test
  void whatIsBeingPublishedJustNowIsNotOld() {
    put(4, 30);
    bench.withDiskQuota(100).cloned();
    bench.hydrated(new Selection.Named(List.of("/f0", "/f1", "/f2")));
    note(bench.entry("/f0").withMemo(Optional.empty()));
    bench.mirror().dies();
    bench.clock().advance(Duration.ofSeconds(1));

    Bench later = bench.another();
    later.hydrated(new Selection.Named(List.of("/f3")));

    assertThat(later.states()).containsEntry("/f0", PathState.HYDRATED).containsEntry("/f1", PathState.PLACEHOLDER)
        .containsEntry("/f3", PathState.HYDRATED);
  }

  @Test
  void neitherPinsNorEditsNorFilesInUseAreGivenBackForRoom() {
    put(4, 30);
    bench.withDiskQuota(100).cloned();
    bench.hydrated(new Selection.Named(List.of("/f0", "/f1", "/f2")));
    bench.pinPaths().pin(List.of("/f0"));
    bench.mirror().personOpensToWrite("/f1");
    bench.mirror().personWrites("/f2", "y".repeat(30));
    bench.clock().advance(Duration.ofSeconds(1));

    OpenedFile.Result opened = open("/f3");

    assertThat(opened).isInstanceOfSatisfying(OpenedFile.Result.NotHere.class, refused -> {
      assertThat(refused.reason()).isInstanceOf(Failure.QuotaReached.class);
      assertThat(refused.retryable()).isFalse();
    });
    assertThat(bench.mirror().visible("/f0")).contains("x".repeat(30));
    assertThat(bench.mirror().visible("/f1")).contains("x".repeat(30));
    assertThat(bench.mirror().visible("/f2")).contains("y".repeat(30));
  }

  @Test
  void aFileLargerThanAnnouncedIsRefusedWhenItDoesNotFit() {
    bench.remote().put("/a", "x".repeat(20));
    bench.withDiskQuota(100).cloned();
    bench.remote().put("/a", "x".repeat(300));

    assertThat(open("/a")).isInstanceOfSatisfying(
        OpenedFile.Result.NotHere.class,
        refused -> assertThat(refused.reason()).isInstanceOf(Failure.QuotaReached.class));
    assertThat(bench.mirror().stagedNames()).isEmpty();
    bench.remote().put("/b", "x".repeat(90));
    bench.cloned();
    assertThat(open("/b")).isInstanceOf(OpenedFile.Result.Here.class);
  }

  @Test
  void aRefreshWithoutRoomLeavesAPlaceholderOfTheNewRevision() {
    bench.remote().put("/a", "x".repeat(60));
    bench.withDiskQuota(100).cloned();
    open("/a");
    bench.pinPaths().pin(List.of("/a"));
    Revision newer = bench.remote().put("/a", "y".repeat(80));

    bench.cloned();

    assertThat(bench.states()).containsEntry("/a", PathState.PLACEHOLDER);
    assertThat(bench.entry("/a").revision()).contains(newer);
    assertThat(bench.mirror().visible("/a")).contains("");
    assertThat(open("/a")).isInstanceOf(OpenedFile.Result.Here.class);
    assertThat(bench.mirror().visible("/a")).contains("y".repeat(80));
  }

  @Test
  void aCloneOfEverythingStopsFillingAtTheBudgetAndCompletesItsNames() {
    put(5, 30);
    bench.withDiskQuota(100);

    bench.cloned(CloneRequest.PLAIN.withContent());

    assertThat(bench.states()).hasSize(5);
    assertThat(bench.mirror().manifest().counts().of(PathState.HYDRATED)).isEqualTo(3);
    assertThat(bench.reportStatus().status().bootstrap().complete()).isTrue();
  }

  @Test
  void whatAnotherProcessHasSetAsideIsTakenAndComesBackWhenItDies() {
    put(2, 60);
    bench.withDiskQuota(100).cloned();
    Bench other = bench.another();
    other.mirror().commits().catchUp();
    other.mirror().staging().setAside(50);

    assertThat(open("/f0")).isInstanceOf(OpenedFile.Result.NotHere.class);
    other.mirror().dies();

    assertThat(open("/f0")).isInstanceOf(OpenedFile.Result.Here.class);
  }

  @Test
  void nothingIsBoundedWithoutABudget() {
    put(5, 30);
    bench.withDiskQuota(0).cloned();

    assertThat(bench.hydrated(new Selection.Everything()).hydrated()).isEqualTo(5);
  }

  private void note(PathEntry entry) {
    bench.mirror().commits().commit(new Change() {
      @Override
      public Set<String> names() {
        return Set.of(entry.name());
      }

      @Override
      public Optional<RecordGroup> decide(Manifest manifest) {
        return Optional.of(RecordGroup.of(new LogRecord.Noted(entry, Origin.VERIFY)));
      }
    });
  }

  private void put(int files, int size) {
    for (int i = 0; i < files; i++) {
      bench.remote().put("/f" + i, "x".repeat(size));
    }
  }

  private OpenedFile.Result open(String path) {
    OpenedFile.Result result =
        bench.openFile().open(List.of(WorkspacePath.parse(path).orElseThrow())).getFirst().result();
    bench.clock().advance(Duration.ofSeconds(1));
    return result;
  }
}
