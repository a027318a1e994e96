package io.cistern.application.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.MemoryFaults;
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
  void aBootstrapThatNobodyWorksOnIsStalledAndOneAtWorkIsNot() {
    assertThat(bench.reportStatus().status().verdict()).isEqualTo(Verdict.STALLED);
    try (var _ = bench.mirror().lock().tryPass(Pass.BOOTSTRAP).orElseThrow()) {
      StatusReport status = bench.reportStatus().status();
      assertThat(status.verdict()).isEqualTo(Verdict.WORKING);
      assertThat(status.passes()).containsKey("bootstrap");
    }
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
        bench.mirror().lock(), bench.mirror().tree());

    assertThat(status.status().verdict()).isEqualTo(Verdict.DAMAGED);
    assertThat(status.status().damage()).isPresent();
  }
}
