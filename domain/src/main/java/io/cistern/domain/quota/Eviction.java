package io.cistern.domain.quota;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Chooses what to give back: the least recently used, no more than is needed. Remembers only what it would choose, however
 * many it is shown. Used by one thread.
 */
public final class Eviction {
  private static final Comparator<Candidate> OLDEST_FIRST =
      Comparator.comparingLong(Candidate::lastUse).thenComparing(Candidate::name);

  private final long toFree;
  private final PriorityQueue<Candidate> chosen = new PriorityQueue<>(OLDEST_FIRST.reversed());
  private long bytes;

  /**
   * Has seen nothing yet.
   *
   * @param toFree bytes wanted
   */
  public Eviction(long toFree) {
    this.toFree = toFree;
  }

  /**
   * Content that may be given back.
   *
   * @param lastUse nanoseconds since the epoch: when it was last read or published, whichever is later
   */
  public record Candidate(String name, long size, long lastUse) {}

  /** Considers one more. */
  public void consider(Candidate candidate) {
    chosen.add(candidate);
    bytes += candidate.size();
    while (!chosen.isEmpty() && bytes - chosen.element().size() >= toFree) {
      bytes -= chosen.remove().size();
    }
  }

  /** The bytes of what is chosen so far; less than wanted when there is no more. */
  public long bytes() {
    return bytes;
  }

  /** What to give back, the least recently used first. */
  public List<Candidate> chosen() {
    List<Candidate> ordered = new ArrayList<>(chosen);
    ordered.sort(OLDEST_FIRST);
    return ordered;
  }
}
