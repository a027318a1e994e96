package io.cistern.application.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.testing.Bench;
import io.cistern.application.testing.Hashes;
import io.cistern.application.testing.MemoryFaults.Point;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Finding;
import io.cistern.domain.health.Severity;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyMirrorTest {
  private final Bench bench = new Bench();

  @BeforeEach
  void aMirrorWithTwoFilesHereAndOneNot() {
    bench.remote().put("/a", "content a");
    bench.remote().put("/b", "content b");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.remote().put("/p", "placeholder");
    bench.cloned();
    bench.verified(VerifyRequest.ALL);
  }

  @Test
  void findsNothingInAMirrorThatIsAsItShouldBe() {
    VerifyReport report = bench.verified(VerifyRequest.ALL);

    assertThat(report.checked()).isEqualTo(3);
    assertThat(report.bytes()).isEqualTo(18);
    assertThat(report.findings()).isEmpty();
    assertThat(bench.findings()).isEmpty();
  }

  @Test
  void aMemoTakenTooSoonIsRepairedWithoutAWord() {
    bench.remote().put("/c", "content c");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    assertThat(bench.entry("/c").memo()).hasValueSatisfying(memo -> assertThat(memo.racy()).isTrue());

    VerifyReport report = bench.verified(VerifyRequest.ALL);

    assertThat(report.findings()).isEmpty();
    assertThat(bench.entry("/c").memo()).hasValueSatisfying(memo -> assertThat(memo.racy()).isFalse());
  }

  @Test
  void recordsAnEditAndItsUndoing() {
    bench.mirror().personWrites("/a", "mine");
    bench.mirror().personWrites("/p", "mine too");

    assertThat(bench.verified(VerifyRequest.ALL).recorded()).isEqualTo(2);
    assertThat(bench.findings()).containsExactly(new Finding.LocalEdit("/a"), new Finding.LocalEdit("/p"));
    assertThat(bench.states()).containsEntry("/a", PathState.MODIFIED).containsEntry("/p", PathState.MODIFIED);
    bench.mirror().personWrites("/a", "content a");

    bench.verified(VerifyRequest.ALL);

    assertThat(bench.findings()).contains(new Finding.EditUndone("/a"));
    assertThat(bench.states()).containsEntry("/a", PathState.HYDRATED);
  }

  @Test
  void aFullDiskKeepsItFromWritingNotFromLooking() {
    bench.mirror().personWrites("/a", "mine");
    bench.mirror().faults().next(Point.APPEND, 1);

    VerifyReport report = bench.verified(VerifyRequest.ALL);

    assertThat(bench.findings()).containsExactly(new Finding.LocalEdit("/a"));
    assertThat(report.checked()).isEqualTo(3);
    assertThat(report.recorded()).isZero();
    assertThat(report.unrecorded()).hasValueSatisfying(
        why -> assertThat(why).isInstanceOf(Failure.LocalDiskFull.class));
    assertThat(bench.verified(VerifyRequest.ALL).recorded()).isEqualTo(1);
  }

  @Test
  void aDryRunWritesNothing() {
    bench.mirror().personWrites("/a", "mine");
    int appends = bench.mirror().appends();

    VerifyReport report = bench.verified(new VerifyRequest(List.of(), false));

    assertThat(report.of(Severity.NOTE)).isEqualTo(1);
    assertThat(report.recorded()).isZero();
    assertThat(bench.mirror().appends()).isEqualTo(appends);
  }

  @Test
  void rotIsDamageAndNeverTakenForAnEdit() {
    bench.mirror().rots("/a", "c0ntent a");

    VerifyReport report = bench.verified(VerifyRequest.ALL);

    assertThat(report.of(Severity.DAMAGE)).isEqualTo(1);
    assertThat(bench.findings()).containsExactly(
        new Finding.SilentChange("/a", Hashes.of("content a"), Hashes.of("c0ntent a")));
    assertThat(bench.states()).containsEntry("/a", PathState.HYDRATED);
  }

  @Test
  void aMissingFileIsAFindingAndNeverARemoval() {
    bench.mirror().personRemoves("/a");
    bench.mirror().personRemoves("/p");

    VerifyReport report = bench.verified(VerifyRequest.ALL);

    assertThat(report.needsAttention()).isTrue();
    assertThat(bench.findings()).containsExactly(new Finding.Missing("/a"), new Finding.Missing("/p"));
    assertThat(bench.states()).containsEntry("/a", PathState.HYDRATED).containsEntry("/p", PathState.PLACEHOLDER);
  }

  @Test
  void aCopiedMirrorGetsItsMemosRepaired() {
    bench.clock().advance(Duration.ofDays(1));
    bench.mirror().personWrites("/a", "content a");
    bench.clock().advance(Duration.ofDays(1));

    bench.verified(VerifyRequest.ALL);

    assertThat(bench.findings()).containsExactly(new Finding.StaleMemo("/a"));
    assertThat(bench.verified(VerifyRequest.ALL).findings()).isEmpty();
  }

  @Test
  void reportsWhatIsNoFile() {
    bench.mirror().personPuts("/a", "symbolic link");
    bench.mirror().personPuts("/b", "unreadable directory");
    bench.mirror().personPuts("/p", "FIFO");

    bench.verified(VerifyRequest.ALL);

    assertThat(bench.findings()).containsExactly(
        new Finding.NotAFile("/a", "symbolic link"), new Finding.Unreadable("/b", "unreadable directory"),
        new Finding.NotAFile("/p", "FIFO"));
  }

  @Test
  void verifiesOnlyWhatIsNamed() {
    bench.remote().put("/docs/x", "x");
    bench.cloned();

    VerifyReport report = bench.verified(new VerifyRequest(List.of("/docs", "/a", "/nowhere"), true));

    assertThat(report.checked()).isEqualTo(2);
    assertThat(report.unmatched()).containsExactly("/nowhere");
  }

  @Test
  void conflictsAndQuarantinedNamesNeedAPerson() {
    bench.remote().put("/a/below", "x");
    bench.mirror().personWrites("/new", "mine");
    bench.remote().put("/new", "theirs");
    bench.cloned();

    bench.verified(VerifyRequest.ALL);

    assertThat(bench.findings()).hasAtLeastOneElementOfType(Finding.Conflict.class)
        .hasAtLeastOneElementOfType(Finding.Quarantined.class);
  }
}
