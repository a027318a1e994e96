package io.cistern.application.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.domain.probe.Freshness;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The readings that this process knows. Each target has a generation, which grows with every change of its credential
 * and every flush: what was asked for in an earlier one is never kept (I9). Safe for use by many threads.
 */
final class ReadingCache {
  private final Freshness freshness;

  @GuardedBy("this")
  private final Map<ReadingKey, Reading> known = new HashMap<>();

  @GuardedBy("this")
  private final Map<ProbeTarget, Generation> generations = new HashMap<>();

  ReadingCache(Freshness freshness) {
    this.freshness = freshness;
  }

  /**
   * How often a target was dropped, and when last.
   *
   * @param since readings from before are not taken from anywhere
   */
  record Generation(long number, Instant since) {
    private static final Generation FIRST = new Generation(0, Instant.MIN);
  }

  synchronized Generation generation(ProbeTarget target) {
    return generations.getOrDefault(target, Generation.FIRST);
  }

  /** A reading that may be acted on. */
  synchronized Optional<Reading> fresh(ReadingKey key, Instant now) {
    return known(key).filter(reading -> freshness.isFresh(reading, now));
  }

  /** The newest reading of any age. */
  synchronized Optional<Reading> known(ReadingKey key) {
    return Optional.ofNullable(known.get(key));
  }

  /** Keeps a reading; false when its target was dropped since it was asked for. */
  synchronized boolean keep(ReadingKey key, Reading reading, Generation asked, Instant now) {
    if (!generation(key.target()).equals(asked)) {
      return false;
    }
    known.put(key, reading);
    shrink(now);
    return true;
  }

  /** Forgets a target, under every credential; what is being asked about it will not be kept. */
  synchronized void drop(ProbeTarget target, Instant now) {
    known.keySet().removeIf(key -> key.target().equals(target));
    generations.put(target, new Generation(generation(target).number() + 1, now));
  }

  synchronized int size() {
    return known.size();
  }

  /** Expired ones go first, then the oldest. */
  @GuardedBy("this")
  private void shrink(Instant now) {
    if (known.size() > freshness.most()) {
      known.values().removeIf(reading -> !freshness.isFresh(reading, now));
    }
    while (known.size() > freshness.most()) {
      known.entrySet().stream().min(Comparator.comparing(entry -> entry.getValue().fetchedAt()))
          .ifPresent(oldest -> known.remove(oldest.getKey()));
    }
  }
}
