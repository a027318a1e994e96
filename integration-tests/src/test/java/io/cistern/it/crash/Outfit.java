package io.cistern.it.crash;

import io.cistern.application.MirrorParts;
import io.cistern.application.port.Pauses;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.fs.disk.Disk;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * What a process is given besides its disk.
 *
 * @param clock its clock
 * @param pauses how it waits
 * @param budget the log is folded as soon as it holds so many bytes
 * @param disk planted between the process and its disk
 * @param parts planted parts, made of the product's and of the disk
 */
public record Outfit(
    InstantSource clock, Pauses pauses, long budget, UnaryOperator<Disk> disk,
    BiFunction<MirrorParts, Disk, MirrorParts> parts) {
  private static final long LARGE_LOG = 1 << 24;

  /** The product as it is, in a moment that does not pass, so that no memo proves anything. */
  static Outfit usual() {
    return at(new ManualClock());
  }

  public static Outfit at(ManualClock clock) {
    return new Outfit(clock, new ManualPauses(clock), LARGE_LOG, UnaryOperator.identity(), (parts, _) -> parts);
  }

  /** The product as it is, with a clock that moves on by itself. */
  static Outfit at(Ticks clock) {
    return new Outfit(clock, _ -> {}, LARGE_LOG, UnaryOperator.identity(), (parts, _) -> parts);
  }

  /** Folding its log sooner or later than usual. */
  public Outfit foldingAt(long bytes) {
    return new Outfit(clock, pauses, bytes, disk, parts);
  }

  Outfit onDisk(UnaryOperator<Disk> planted) {
    return new Outfit(clock, pauses, budget, planted, parts);
  }

  /** Waiting in another way. */
  public Outfit waiting(Pauses other) {
    return new Outfit(clock, other, budget, disk, parts);
  }

  public Outfit with(BiFunction<MirrorParts, Disk, MirrorParts> planted) {
    return new Outfit(clock, pauses, budget, disk, planted);
  }
}
