package io.cistern.application.testing;

import io.cistern.application.port.Pauses;
import io.cistern.application.port.SharedReadings;
import io.cistern.domain.probe.Fingerprint;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Readings that all who have this object share, as processes share files. Safe for use by many threads. */
public final class MemoryReadings implements SharedReadings {
  private static final Duration GLANCE = Duration.ofMillis(5);

  private final InstantSource clock;
  private final Pauses pauses;
  private final Map<ProbeTarget, Kept> known = new HashMap<>();
  private final Map<ProbeTarget, Integer> drops = new HashMap<>();
  private final Set<ProbeTarget> turns = new HashSet<>();

  public MemoryReadings(InstantSource clock, Pauses pauses) {
    this.clock = clock;
    this.pauses = pauses;
  }

  private record Kept(Fingerprint credential, Reading reading) {}

  @Override
  public Optional<Turn> turn(ProbeTarget target, Deadline deadline) {
    while (!take(target)) {
      if (deadline.passed(clock.instant())) {
        return Optional.empty();
      }
      pauses.until(clock.instant().plus(GLANCE));
    }
    int dropped = drops(target);
    return Optional.of(new Turn() {
      @Override
      public void keep(Fingerprint credential, Reading reading) {
        keepUnlessDropped(target, dropped, new Kept(credential, reading));
      }

      @Override
      public void close() {
        giveBack(target);
      }
    });
  }

  @Override
  public synchronized Optional<Reading> known(ProbeTarget target, Fingerprint credential) {
    return Optional.ofNullable(known.get(target)).filter(kept -> kept.credential().equals(credential))
        .map(Kept::reading);
  }

  @Override
  public synchronized void drop(ProbeTarget target) {
    known.remove(target);
    drops.merge(target, 1, Integer::sum);
  }

  private synchronized boolean take(ProbeTarget target) {
    return turns.add(target);
  }

  private synchronized void giveBack(ProbeTarget target) {
    turns.remove(target);
  }

  private synchronized int drops(ProbeTarget target) {
    return drops.getOrDefault(target, 0);
  }

  private synchronized void keepUnlessDropped(ProbeTarget target, int dropped, Kept kept) {
    if (drops(target) == dropped) {
      known.put(target, kept);
    }
  }
}
