package io.cistern.fs.log;

import static io.cistern.fs.log.LogBench.FIRST_SEGMENT;
import static io.cistern.fs.log.LogBench.HELD;
import static io.cistern.fs.log.LogBench.hydration;
import static io.cistern.fs.log.LogBench.placeholder;
import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.segment.Forces;
import io.cistern.fs.log.segment.SegmentHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every truncation and every single flipped bit: the longest valid prefix or typed damage, never a wrong state. */
class DamageProperties {
  private static final Small SMALL = small();

  /**
   * A small mirror.
   *
   * @param states the entries after each unit of the log, the first before any
   * @param ends where in the log each of these states ends
   */
  private record Small(Bytes segment, List<List<PathEntry>> states, List<Integer> ends, Folded folded) {}

  /** What a file held. */
  private static final class Bytes {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] array() {
      return bytes;
    }
  }

  private record Folded(String name, Bytes checkpoint, Bytes pointer, Answers answers) {}

  private record Answers(
      List<PathEntry> entries, StateCounts counts, BootstrapProgress bootstrap, Optional<EventCursor> watermark) {}

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aTruncatedLogIsItsLongestValidPrefixOrDamage(@ForAll("lengths") int length) throws DiskException {
    check(Arrays.copyOf(SMALL.segment.array(), length), length);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aLogWithAFlippedBitIsItsLongestValidPrefixOrDamage(@ForAll("segmentBits") int bit) throws DiskException {
    check(flipped(SMALL.segment.array(), bit), bit / 8);
  }

  /** Everything below {@code intact} is as it was. */
  private static void check(byte[] segment, int intact) throws DiskException {
    LogBench bench = new LogBench();
    bench.disk.overwrite(FIRST_SEGMENT, segment);
    List<PathEntry> longest = SMALL.states.getFirst();
    for (int i = 0; i < SMALL.ends.size() && SMALL.ends.get(i) <= intact; i++) {
      longest = SMALL.states.get(i);
    }
    try {
      List<PathEntry> unlocked = new ArrayList<>();
      bench.reader().read().manifest().from("", "").forEachRemaining(unlocked::add);
      assertThat(unlocked).isEqualTo(longest);
      assertThat(SegmentedLogTest.entries(bench.opened())).isEqualTo(longest);
    } catch (CisternException refused) {
      assertThat(refused.failure()).isInstanceOf(Failure.MirrorDamaged.class);
      assertThat(bench.disk.contents(FIRST_SEGMENT)).isEqualTo(segment);
    }
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aCheckpointWithAFlippedBitAnswersAsBeforeOrIsDamage(@ForAll("checkpointBits") int bit) throws DiskException {
    checkFolded(flipped(SMALL.folded.checkpoint.array(), bit), SMALL.folded.pointer.array());
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aTruncatedCheckpointIsDamage(@ForAll("checkpointLengths") int length) throws DiskException {
    assertThat(checkFolded(Arrays.copyOf(SMALL.folded.checkpoint.array(), length), SMALL.folded.pointer.array()))
        .isFalse();
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aPointerWithAFlippedBitIsDamage(@ForAll("pointerBits") int bit) throws DiskException {
    assertThat(checkFolded(SMALL.folded.checkpoint.array(), flipped(SMALL.folded.pointer.array(), bit))).isFalse();
  }

  /** Whether everything could be answered; if so, it was answered right. */
  private static boolean checkFolded(byte[] checkpoint, byte[] pointer) throws DiskException {
    LogBench bench = new LogBench();
    Forces forces = new Forces(bench.disk);
    LogDirectory directory = new LogDirectory(bench.disk, LogBench.MIRROR, bench.unique);
    bench.disk.create(SMALL.folded.name).close();
    bench.disk.overwrite(SMALL.folded.name, checkpoint);
    bench.disk.overwrite(MirrorLayout.POINTER, pointer);
    directory.create(forces, 2, new Sequence(SMALL.states.size() / 2 + 1), SegmentHeader.BYTES, List.of());
    SegmentedLog log = bench.process();
    boolean answered = false;
    try {
      log.catchUp(HELD);
      assertThat(answers(log)).isEqualTo(SMALL.folded.answers);
      answered = true;
    } catch (CisternException refused) {
      assertThat(refused.failure()).isInstanceOf(Failure.MirrorDamaged.class);
    }
    for (PathEntry entry : SMALL.folded.answers.entries) {
      try {
        assertThat(log.manifest().find(entry.name()).filter(found -> !found.equals(entry))).isEmpty();
      } catch (CisternException refused) {
        assertThat(refused.failure()).isInstanceOf(Failure.MirrorDamaged.class);
      }
    }
    return answered;
  }

  private static Answers answers(SegmentedLog log) {
    return new Answers(
        SegmentedLogTest.entries(log), log.manifest().counts(), log.manifest().bootstrap(), log.manifest().watermark());
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.integers().between(0, SMALL.segment.array().length);
  }

  @Provide
  Arbitrary<Integer> segmentBits() {
    return Arbitraries.integers().between(0, SMALL.segment.array().length * 8 - 1);
  }

  @Provide
  Arbitrary<Integer> checkpointBits() {
    return Arbitraries.integers().between(0, SMALL.folded.checkpoint.array().length * 8 - 1);
  }

  @Provide
  Arbitrary<Integer> checkpointLengths() {
    return Arbitraries.integers().between(0, SMALL.folded.checkpoint.array().length - 1);
  }

  @Provide
  Arbitrary<Integer> pointerBits() {
    return Arbitraries.integers().between(0, SMALL.folded.pointer.array().length * 8 - 1);
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }

  private static Small small() {
    try {
      LogBench bench = new LogBench();
      SegmentedLog log = bench.process(new LogBudget(0, 1 << 20));
      log.catchUp(HELD);
      List<List<PathEntry>> states = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      states.add(List.of());
      ends.add(SegmentHeader.BYTES);
      List<RecordGroup> groups = List.of(
          RecordGroup.of(new LogRecord.BootstrapMoved(
              new BootstrapStep.WalkBegan(Purpose.FIRST, Optional.of(new EventCursor("evt_3")), "/", 1))),
          placeholder("/a"),
          RecordGroup.of(new LogRecord.BootstrapMoved(
              new BootstrapStep.PageApplied(
                  Optional.empty(), List.of("/deep", "/deeper"), new Tally(2, 2, 2, 0), OptionalLong.empty(),
                  Optional.of("/deeper"), Instant.EPOCH))),
          hydration("/a/b", "rev_2"),
          RecordGroup.of(new LogRecord.CursorMoved(new EventCursor("evt_4"))));
      for (RecordGroup group : groups) {
        note(bench, log, states, ends, () -> LogBench.commit(log, group));
        note(bench, log, states, ends, () -> log.retire(HELD, log.unretired().stream()
            .map(due -> LogBench.published(due.committed(), Optional.of(LogBench.memo(5)))).toList()));
      }
      byte[] segment = bench.disk.contents(FIRST_SEGMENT);
      LogBench.foldIfDue(log, new LogBudget(0, 1 << 20));
      return new Small(new Bytes(segment), states, ends, folded(bench, log));
    } catch (DiskException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void note(
      LogBench bench, SegmentedLog log, List<List<PathEntry>> states, List<Integer> ends, Runnable step) {
    step.run();
    states.add(SegmentedLogTest.entries(log));
    ends.add(bench.disk.contents(FIRST_SEGMENT).length);
  }

  private static Folded folded(LogBench bench, SegmentedLog log) {
    String name = bench.disk.list(MirrorLayout.LOG).stream()
        .map(entry -> MirrorLayout.LOG + "/" + entry.name())
        .filter(file -> file.endsWith(".ckpt"))
        .findFirst().orElseThrow();
    return new Folded(name, new Bytes(bench.disk.contents(name)),
        new Bytes(bench.disk.contents(MirrorLayout.POINTER)), answers(log));
  }
}
