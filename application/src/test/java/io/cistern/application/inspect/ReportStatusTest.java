package io.cistern.application.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.compact.CompactionSettings;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.MemoryFaults;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportStatusTest {
  private final Bench bench = new Bench();

  @Test
  void aMirrorWithCompleteNamesAndNothingWaitingIsInSync() {
    bench.remote().put("/a", "12345");
    bench.remote().put("/b", "b");
    bench.cloned();
    bench.hydrated(new Selection.Named(List.of("/a")));

    StatusReport status = bench.reportStatus().status();

    assertThat(status.verdict()).isEqualTo(Verdict.IN_SYNC);
    assertThat(status.paths().total()).isEqualTo(2);
    assertThat(status.paths().of(PathState.HYDRATED)).isEqualTo(1);
    assertThat(status.paths().hydratedBytes()).isEqualTo(5);
    assertThat(status.feed()).isTrue();
  }

  @Test
  void countsEditsThatNobodyRecordedYet() {
    bench.remote().put("/a", "12345");
    bench.remote().put("/b", "b");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.mirror().personWrites("/a", "mine");
    int appends = bench.mirror().appends();

    StatusReport status = bench.reportStatus().status();

    assertThat(status.paths().of(PathState.MODIFIED)).isEqualTo(1);
    assertThat(status.paths().of(PathState.HYDRATED)).isEqualTo(1);
    assertThat(status.paths().total()).isEqualTo(2);
    assertThat(status.paths().hydratedBytes()).isEqualTo(1);
    assertThat(status.local().examples()).containsExactly("/a");
    assertThat(status.verdict()).as("an edit waiting to be sent asks nobody").isEqualTo(Verdict.IN_SYNC);
    assertThat(bench.mirror().appends()).isEqualTo(appends);
  }

  @Test
  void aFileTouchedButNotChangedIsNoEdit() {
    bench.remote().put("/a", "same");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.mirror().personWrites("/a", "same");

    assertThat(bench.reportStatus().status().local().edited()).isZero();
  }

  @Test
  void missingFilesConflictsAndQuarantineNeedAPerson() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.mirror().personRemoves("/a");

    assertThat(bench.reportStatus().status().verdict()).isEqualTo(Verdict.ATTENTION);
  }

  @Test
  void aBootstrapThatNobodyWorksOnNeedsSomebodyAndOneAtWorkDoesNot() {
    assertThat(bench.reportStatus().status().verdict()).isEqualTo(Verdict.ATTENTION);
    try (var _ = bench.mirror().lock().tryPass(Pass.HYDRATION).orElseThrow()) {
      assertThat(bench.reportStatus().status().verdict()).isEqualTo(Verdict.ATTENTION);
    }
    try (var _ = bench.mirror().lock().tryPass(Pass.BOOTSTRAP).orElseThrow()) {
      StatusReport status = bench.reportStatus().status();
      assertThat(status.verdict()).isEqualTo(Verdict.WORKING);
      assertThat(status.passes()).containsKey("bootstrap");
      assertThat(status.next()).isEqualTo("list the workspace");
    }
  }

  @Test
  void aBootstrapThatIsBrokenOffSaysWhereItGoesOn() {
    bench.with(BootstrapSettings.listing(10, 0, 0).reading(1));
    bench.remote().pageSize(1);
    bench.remote().put("/a", "a");
    bench.remote().put("/b", "b");
    bench.remote().put("/c", "c");
    stopAtTheRequestForPage(2); // which is kept all the same, because it came
    assertThatThrownBy(bench::cloned).isInstanceOf(CisternException.class);

    StatusReport status = bench.reportStatus().status();

    assertThat(status.verdict()).isEqualTo(Verdict.ATTENTION);
    assertThat(status.next()).isEqualTo("list / on");
    assertThat(status.bootstrap().phase()).isEqualTo(Phase.LISTING);
    assertThat(status.bootstrap().filesSeen()).isEqualTo(2);
    assertThat(status.bootstrap().totalFiles()).hasValue(3);
    assertThat(status.bootstrap().seen().last()).contains("/b");
    assertThat(status.bootstrap().seen().at()).isPresent();
  }

  @Test
  void aBootstrapThatGaveUpIsStalledWhateverElseIsTrue() {
    bench.with(BootstrapSettings.listing(10, 0, 2));
    bench.remote().put("/a", "a");
    bench.remote().dies();
    assertThatThrownBy(bench::cloned).isInstanceOfSatisfying(
        CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.BootstrapStalled.class));

    try (var _ = bench.mirror().lock().tryPass(Pass.HYDRATION).orElseThrow()) {
      StatusReport status = bench.reportStatus().status();
      assertThat(status.verdict()).isEqualTo(Verdict.STALLED);
      assertThat(status.next()).isEqualTo("nothing, until it is retried or bootstrap.stall-cycles is raised");
      assertThat(status.bootstrap().stall()).hasValueSatisfying(why -> assertThat(why.attempts()).isEqualTo(2));
    }
    bench.with(BootstrapSettings.listing(10, 0, 3));
    assertThat(bench.reportStatus().status().next()).isEqualTo("try again, because the limit was raised");
    assertThat(new MirrorCheck(bench.mirror().reader()).run())
        .anySatisfy(diagnosis -> assertThat(diagnosis.advice()).contains("cistern clone --retry"));
    bench.remote().revives();
    bench.cloned();
    assertThat(bench.reportStatus().status().verdict()).isEqualTo(Verdict.IN_SYNC);
    assertThat(bench.reportStatus().status().next()).isEqualTo("nothing");
    assertThat(new MirrorCheck(bench.mirror().reader()).run()).isEmpty();
  }

  @Test
  void aFeedThatWentAwayIsNoFeedAnyMore() {
    bench.remote().put("/a", "a");
    bench.cloned();
    assertThat(bench.reportStatus().status().feed()).isTrue();

    bench.remote().withoutFeed();
    bench.cloned();

    assertThat(bench.reportStatus().status().feed()).isFalse();
    assertThat(bench.reportStatus().status().verdict()).isEqualTo(Verdict.IN_SYNC);
  }

  @Test
  void saysThatRecoveryIsDueAndDoesNotDoIt() {
    bench.remote().put("/a", "a");
    bench.cloned();
    bench.mirror().faults().next(MemoryFaults.Point.PUBLISH, 1);
    bench.hydrated(new Selection.Everything());

    StatusReport status = bench.reportStatus().status();

    assertThat(status.recoveryDue()).isTrue();
    assertThat(bench.mirror().visible("/a")).contains("");
  }

  @Test
  void aFileThatIsOnItsWayIsNotMissing() {
    bench.remote().put("/empty", "");
    bench.mirror().faults().next(MemoryFaults.Point.PUBLISH, 1);
    assertThatThrownBy(bench::cloned).isInstanceOf(CisternException.class);

    StatusReport status = bench.reportStatus().status();

    assertThat(status.paths().of(PathState.HYDRATED)).isEqualTo(1);
    assertThat(status.local().missing()).isZero();
  }

  @Test
  void damageIsAReportToo() {
    ReportStatus status = new ReportStatus(
        () -> {
          throw new CisternException(new Failure.MirrorDamaged("frame 7 does not read back"));
        },
        bench.mirror().lock(), bench.mirror().tree(), BootstrapSettings.DEFAULTS.limits(),
        new CompactionState(
            bench.mirror().compactor(), bench.mirror().lock(), CompactionSettings.DEFAULTS.policy(), bench.clock()));

    assertThat(status.status().verdict()).isEqualTo(Verdict.DAMAGED);
    assertThat(status.status().damage()).isPresent();
  }

  private void stopAtTheRequestForPage(int page) {
    int[] pages = {0};
    bench.remote().beforeEach(request -> {
      if (request.endpoint().equals("tree") && ++pages[0] == page) {
        bench.stop().stop();
      }
    });
  }
}
