package io.cistern.application.hydrate;

import io.cistern.domain.manifest.PathEntry;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What a pass has under way, and whether one more may start: a place in the lane, room in the byte budget, and no rest
 * due between two batches. Used by the pass's thread.
 */
final class Flying {
  private final Pace pace;
  private final InstantSource clock;
  private int files;
  private long bytes;
  private long begun;
  private Instant resume = Instant.MIN;

  Flying(Pace pace, InstantSource clock) {
    this.pace = pace;
    this.clock = clock;
  }

  boolean nothing() {
    return files == 0;
  }

  /** Until when no file is begun. */
  Instant resume() {
    return resume;
  }

  /** Whether a rest between two batches is on. */
  boolean resting() {
    return clock.instant().isBefore(resume);
  }

  /**
   * Whether one more may be handed over, whatever the file: as many as are fetched at a time, and as many again that wait
   * for whoever has fetched one, so that nobody idles while arrivals are committed.
   */
  boolean hasPlace() {
    return files < (pace.isSequential() ? 1 : 2 * pace.parallelism());
  }

  /** Whether this one fits in beside what is under way. */
  boolean hasRoomFor(PathEntry entry) {
    return files == 0 || bytes + charge(entry) <= pace.inFlightBytes();
  }

  /** A file is to be begun; whether that is the first of a batch that a rest comes before, which begins now. */
  boolean restIsDue() {
    return pace.batchPause().isPositive() && begun > 0 && begun % pace.batchSize() == 0;
  }

  void rest() {
    begun = 0;
    resume = clock.instant().plus(pace.batchPause());
  }

  void begin(PathEntry entry) {
    files++;
    begun++;
    bytes += charge(entry);
  }

  void end(PathEntry entry) {
    files--;
    bytes -= charge(entry);
  }

  /** A large file is streamed, and takes half of the budget at most, so that it leaves the lane to others. */
  private long charge(PathEntry entry) {
    return Math.min(entry.size(), Math.max(1, pace.inFlightBytes() / 2));
  }
}
