package io.cistern.fs.log;

import static io.cistern.fs.log.LogBench.HELD;
import static io.cistern.fs.log.LogBench.commit;
import static io.cistern.fs.log.LogBench.commitAndRetire;
import static io.cistern.fs.log.LogBench.hydration;
import static io.cistern.fs.log.LogBench.placeholder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.History;
import io.cistern.application.port.MirrorReader.View;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.layout.MirrorLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {
  private final LogBench bench = new LogBench();

  ManifestReaderTest() throws DiskException {}

  @Test
  void saysThatRecoveryIsDueWhileAGroupIsNotRetired() {
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/a"));
    boolean before = bench.reader().read().recoveryDue();
    commit(log, hydration("/a", "rev_2"));

    View view = bench.reader().read();

    assertThat(before).isFalse();
    assertThat(view.recoveryDue()).isTrue();
    assertThat(view.manifest().stagedName("/a")).isPresent();
    assertThat(view.size().logBytes()).isEqualTo(log.logBytes());
  }

  @Test
  void neverWrites() {
    SegmentedLog log = bench.opened();
    commit(log, placeholder("/a"));
    int steps = bench.disk.journal().size();

    bench.reader().read().manifest().counts();

    assertThat(bench.disk.journal()).hasSize(steps);
  }

  @Test
  void goesOnAnsweringFromACheckpointThatHasBeenReplaced() {
    SegmentedLog log = bench.process(new LogBudget(0, 1 << 20));
    log.catchUp(HELD);
    commitAndRetire(log, placeholder("/a"));
    LogBench.foldIfDue(log, new LogBudget(0, 1 << 20));
    View view = bench.reader().read();
    for (int i = 0; i < 9; i++) {
      commitAndRetire(log, placeholder("/b" + i));
    }
    LogBench.foldIfDue(log, new LogBudget(0, 1 << 20));

    assertThat(view.manifest().find("/a")).isPresent();
    assertThat(view.manifest().find("/b0")).isEmpty();
    assertThat(bench.reader().read().manifest().counts().total()).isEqualTo(10);
  }

  @Test
  void tellsTheHistorySinceTheCheckpointWithHowEachGroupEnded() {
    SegmentedLog log = bench.process(new LogBudget(1 << 20, 300));
    log.catchUp(HELD);
    commitAndRetire(log, placeholder("/a"));
    commitAndRetire(log, placeholder("/b"));
    commit(log, hydration("/a", "rev_2"));

    List<History.Item> items = new ArrayList<>();
    try (LogHistory history = bench.reader().history(new Sequence(2))) {
      history.forEachRemaining(items::add);
    }

    assertThat(items).extracting(item -> item.committed())
        .containsExactly(
            new Committed(new Sequence(2), placeholder("/b")),
            new Committed(new Sequence(3), hydration("/a", "rev_2")));
    assertThat(items.getFirst().retirement()).get().extracting(retirement -> retirement.of())
        .isEqualTo(new Sequence(2));
    assertThat(items.getLast().retirement()).isEmpty();
  }

  @Test
  void callsAMissingPointerOrSegmentDamage() throws DiskException {
    bench.opened();
    bench.disk.unlink(LogBench.FIRST_SEGMENT);
    assertThatThrownBy(() -> bench.reader().read()).satisfies(SegmentedLogTest::isDamage);
    assertThatThrownBy(() -> bench.opened()).satisfies(SegmentedLogTest::isDamage);

    bench.disk.unlink(MirrorLayout.POINTER);
    assertThatThrownBy(() -> bench.reader().read()).satisfies(SegmentedLogTest::isDamage);
    assertThatThrownBy(() -> bench.opened()).satisfies(SegmentedLogTest::isDamage);
  }

  @Test
  void anIterationSeesEachEntryAsItIsWhenItIsReached() {
    SegmentedLog log = bench.opened();
    commitAndRetire(log, placeholder("/a"));
    commitAndRetire(log, placeholder("/b"));
    Iterator<PathEntry> entries = log.manifest().from("", "");
    entries.next();

    commitAndRetire(log, hydration("/b", "rev_2"));
    commitAndRetire(log, placeholder("/c"));

    assertThat(entries.next().state()).isEqualTo(PathState.HYDRATED);
    assertThat(entries.next().name()).isEqualTo("/c");
    assertThat(entries.hasNext()).isFalse();
  }
}
