package io.cistern.fs.log;

import static io.cistern.fs.log.LogBench.FIRST_SEGMENT;
import static io.cistern.fs.log.LogBench.HELD;
import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.segment.SegmentHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Flips bits of, and truncates, a log and a checkpoint of 16 KiB, and a pointer: each is detected, the longest valid prefix
 * is kept, no state is wrong, and a repair makes a mirror that opens. All of them in the campaign, else a sample.
 */
class CorruptionTest {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int SIZE = 16 * 1024;
  private static final long SEED = 20261126;
  private static final int SAMPLE = 600;

  private static final Log LOG = log();
  private static final Folded FOLDED = folded();

  /**
   * A log whose groups are all retired but the last.
   *
   * @param states the entries after each unit, the first before any
   * @param ends where each of these states ends
   */
  private record Log(List<Byte> segment, List<List<PathEntry>> states, List<Integer> ends) {
    byte[] bytes() {
      return unboxed(segment);
    }

    /** The state that everything below a place holds. */
    List<PathEntry> upTo(int intact) {
      List<PathEntry> longest = states.getFirst();
      for (int i = 0; i < ends.size() && ends.get(i) <= intact; i++) {
        longest = states.get(i);
      }
      return longest;
    }
  }

  @Test
  void everyFlippedBitOfALogIsFoundAndRepaired() {
    byte[] whole = LOG.bytes();
    List<Integer> bits = places(whole.length * 8, SegmentHeader.BYTES * 8);
    long damaged = damaged(bits, bit -> check(flipped(whole, bit), LOG.upTo(bit / 8), "bit " + bit));
    print("flipped bits of a log of " + whole.length + " bytes", bits.size(), damaged);
  }

  @Test
  void everyTruncationOfALogIsFoundAndRepaired() {
    byte[] whole = LOG.bytes();
    List<Integer> lengths = places(whole.length, SegmentHeader.BYTES);
    long damaged = damaged(
        lengths, length -> check(Arrays.copyOf(whole, length), LOG.upTo(length), "length " + length));
    print("truncations of a log of " + whole.length + " bytes", lengths.size(), damaged);
  }

  @Test
  void everyFlippedBitOfACheckpointOrPointerIsFoundAndRepaired() throws DiskException {
    Folded folded = FOLDED;
    byte[] checkpoint = folded.bench.disk.contents(folded.name);
    byte[] pointer = folded.bench.disk.contents(MirrorLayout.POINTER);
    assertThat(checkpoint.length).isGreaterThan(SIZE);
    List<Integer> bits = places(checkpoint.length * 8, 48 * 8);
    List<Integer> lengths = places(checkpoint.length, 0);
    List<Integer> bitsOfPointer = places(pointer.length * 8, 0);
    long damaged = damaged(bits, bit -> folded.check(flipped(checkpoint, bit), pointer, "checkpoint bit " + bit))
        + damaged(
            lengths, length -> folded.check(Arrays.copyOf(checkpoint, length), pointer, "length " + length))
        + damaged(bitsOfPointer, bit -> folded.check(checkpoint, flipped(pointer, bit), "pointer bit " + bit));
    int cases = bits.size() + lengths.size() + bitsOfPointer.size();
    print("bits and lengths of a checkpoint of " + checkpoint.length + " bytes, bits of a pointer", cases, damaged);
    assertThat(damaged).isEqualTo(cases);
  }

  /** One thing that is wrong. */
  private interface Wrong {
    /** Whether it is found to be damage. */
    boolean isDamage(int place) throws DiskException;
  }

  /** How many are damage. No case knows of another one, so all cores look at some. */
  private static long damaged(List<Integer> places, Wrong wrong) {
    return places.parallelStream().filter((Integer place) -> {
      try {
        return wrong.isDamage(place);
      } catch (DiskException impossible) {
        throw new AssertionError(impossible);
      }
    }).count();
  }

  /** Whether it was damage, and not a torn tail. */
  private static boolean check(byte[] segment, List<PathEntry> longest, String what) throws DiskException {
    LogBench bench = new LogBench();
    bench.disk.overwrite(FIRST_SEGMENT, segment);
    LogRepair repair = new LogRepair(bench.disk, LogBench.MIRROR, bench.unique);
    Optional<LogRepair.Diagnosis> diagnosis = repair.diagnose(HELD);
    assertThat(refused(bench::opened)).as(what).isEqualTo(diagnosis.isPresent());
    if (diagnosis.isPresent()) {
      assertThat(refused(() -> bench.reader().read())).as(what).isTrue();
      assertThat(bench.disk.contents(FIRST_SEGMENT)).as(what + ": nothing is changed").isEqualTo(segment);
      repair.repair(HELD, () -> assertThat(bench.disk.contents(FIRST_SEGMENT)).isEqualTo(segment));
      assertThat(repair.diagnose(HELD)).as(what + ": repaired").isEmpty();
    }
    assertThat(SegmentedLogTest.entries(bench.opened())).as(what).isEqualTo(longest);
    assertThat(LogBench.commit(bench.opened(), LogBench.placeholder("/new"))).isGreaterThan(Sequence.NONE);
    return diagnosis.isPresent();
  }

  /** A mirror of a checkpoint and an empty segment. */
  private static final class Folded {
    final LogBench bench = new LogBench();
    final String name;
    private final List<PathEntry> entries;

    Folded() throws DiskException {
      LogBudget budget = new LogBudget(SIZE / 2, 1 << 20);
      SegmentedLog log = bench.process(budget);
      log.catchUp(HELD);
      List<RecordGroup> groups = IntStream.range(0, 300).mapToObj(CorruptionTest::placeholder).toList();
      log.append(HELD, groups);
      log.retire(HELD, log.unretired().stream()
          .map(due -> LogBench.published(due.committed(), Optional.of(LogBench.memo(5)))).toList());
      LogBench.foldIfDue(log, budget);
      entries = SegmentedLogTest.entries(log);
      name = bench.disk.list(MirrorLayout.LOG).stream()
          .map(entry -> MirrorLayout.LOG + "/" + entry.name())
          .filter(file -> file.endsWith(".ckpt"))
          .findFirst().orElseThrow();
    }

    /** Whether it was found to be damaged. */
    boolean check(byte[] checkpoint, byte[] pointer, String what) throws DiskException {
      boolean whole = Arrays.equals(checkpoint, bench.disk.contents(name));
      LogBench other = new LogBench();
      other.disk.unlink(FIRST_SEGMENT);
      put(other, name, checkpoint);
      put(other, MirrorLayout.segment(2), bench.disk.contents(MirrorLayout.segment(2)));
      other.disk.overwrite(MirrorLayout.POINTER, pointer);
      LogRepair repair = new LogRepair(other.disk, LogBench.MIRROR, bench.unique);
      boolean damaged = repair.diagnose(HELD).isPresent();
      if (damaged) {
        repair.repair(HELD, () -> {});
      }
      assertThat(repair.diagnose(HELD)).as(what).isEmpty();
      assertThat(SegmentedLogTest.entries(other.opened())).as(what).isEqualTo(whole ? entries : List.of());
      return damaged;
    }

    private static void put(LogBench bench, String name, byte[] bytes) throws DiskException {
      bench.disk.create(name).close();
      bench.disk.overwrite(name, bytes);
    }
  }

  private static Folded folded() {
    try {
      return new Folded();
    } catch (DiskException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static RecordGroup placeholder(int number) {
    return LogBench.placeholder("/a-directory/of-some-length/" + Integer.toHexString(number * 7919) + "-" + number);
  }

  private static boolean refused(Runnable work) {
    try {
      work.run();
      return false;
    } catch (CisternException refused) {
      assertThat(refused.failure()).isInstanceOf(Failure.MirrorDamaged.class);
      return true;
    }
  }

  /** All places in the campaign; else the first ones and a sample. */
  private static List<Integer> places(int count, int first) {
    if (CAMPAIGN) {
      return IntStream.range(0, count).boxed().toList();
    }
    IntStream sample = new Random(SEED).ints(SAMPLE, first, count);
    return IntStream.concat(IntStream.range(0, first), sample).boxed().toList();
  }

  private static void print(String what, int cases, long damaged) {
    System.out.println("CorruptionTest: " + cases + " " + what + ", " + damaged + " of them damage, seed " + SEED);
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }

  private static Log log() {
    try {
      LogBench bench = new LogBench();
      SegmentedLog log = bench.opened();
      List<List<PathEntry>> states = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      states.add(List.of());
      ends.add(SegmentHeader.BYTES);
      IntFunction<Runnable> steps = number -> number % 2 == 0
          ? () -> LogBench.commit(log, number % 6 == 4 ? LogBench.removal(named(number - 4)) : placeholder(number))
          : () -> log.retire(HELD, log.unretired().stream()
              .map(due -> LogBench.published(due.committed(), Optional.of(LogBench.memo(5)))).toList());
      for (int i = 0; bench.disk.contents(FIRST_SEGMENT).length < SIZE || i % 2 == 0; i++) {
        steps.apply(i).run();
        states.add(SegmentedLogTest.entries(log));
        ends.add(bench.disk.contents(FIRST_SEGMENT).length);
      }
      return new Log(boxed(bench.disk.contents(FIRST_SEGMENT)), states, ends);
    } catch (DiskException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String named(int number) {
    return placeholder(number).switches().getFirst().publication().path().value();
  }

  private static List<Byte> boxed(byte[] bytes) {
    return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i]).toList();
  }

  private static byte[] unboxed(List<Byte> boxed) {
    byte[] bytes = new byte[boxed.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = boxed.get(i);
    }
    return bytes;
  }
}
