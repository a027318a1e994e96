package io.cistern.application.mutate.add;

import io.cistern.application.concurrent.Lane;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Has units prepared by a lane's threads, a bounded number ahead of the one that is taken next, and hands them out in
 * their order whatever order they are ready in. Taken by one thread.
 */
final class PreparationLine implements AutoCloseable {
  /** Two full batches: one is being committed while the next is prepared. */
  private static final int MOST_AHEAD = 512;

  /** Room in staging that is worth having for a fuller batch; one file may be larger than that. */
  private static final long MOST_BYTES_AHEAD = 256L << 20;

  private final List<Unit> units;
  private final Function<Unit, Prepared> preparing;
  private final Lane lane;
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition changed = guard.newCondition();
  private final Map<Integer, Prepared> ready = new HashMap<>();
  private int claimed;
  private int taken;
  private long bytesAhead;
  private boolean closed;

  /** Begins at once. */
  PreparationLine(List<Unit> units, Function<Unit, Prepared> preparing, int jobs) {
    this.units = units;
    this.preparing = preparing;
    this.lane = new Lane("add", jobs);
    for (int i = 0; i < jobs; i++) {
      lane.start(this::work);
    }
  }

  /**
   * The next in order, after waiting for it, and those that follow it and are ready; none when all are taken.
   *
   * @param most at least 1
   */
  List<Prepared> take(int most) {
    guard.lock();
    try {
      List<Prepared> batch = new ArrayList<>();
      while (taken < units.size() && batch.isEmpty()) {
        if (ready.containsKey(taken)) {
          batch.add(ready.remove(taken++));
        } else if (closed && taken >= claimed) {
          batch.add(lost(units.get(taken++)));
        } else {
          changed.awaitUninterruptibly();
        }
      }
      while (batch.size() < most && ready.containsKey(taken)) {
        batch.add(ready.remove(taken++));
      }
      bytesAhead -= batch.stream().mapToLong(Prepared::stagedBytes).sum();
      changed.signalAll();
      return batch;
    } finally {
      guard.unlock();
    }
  }

  /** Prepares nothing more; those never taken are handed to whoever throws them away. */
  List<Prepared> stop() {
    guard.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      guard.unlock();
    }
    lane.close();
    guard.lock();
    try {
      List<Prepared> left = List.copyOf(ready.values());
      ready.clear();
      return left;
    } finally {
      guard.unlock();
    }
  }

  /** A second time does nothing. */
  @Override
  public void close() {
    stop();
  }

  /** An error ends the line: whoever takes gets what is ready and no more, and closing throws it. */
  private void work() {
    for (Optional<Integer> mine = claim(); mine.isPresent(); mine = claim()) {
      Unit unit = units.get(mine.get());
      Optional<Prepared> prepared = Optional.empty();
      try {
        prepared = Optional.of(preparing.apply(unit));
      } finally {
        put(mine.get(), prepared.orElseGet(() -> lost(unit)), prepared.isEmpty());
      }
    }
  }

  private Optional<Integer> claim() {
    guard.lock();
    try {
      while (!closed && claimed < units.size() && claimed > taken
          && (claimed - taken >= MOST_AHEAD || bytesAhead >= MOST_BYTES_AHEAD)) {
        changed.awaitUninterruptibly();
      }
      return closed || claimed >= units.size() ? Optional.empty() : Optional.of(claimed++);
    } finally {
      guard.unlock();
    }
  }

  private void put(int index, Prepared prepared, boolean last) {
    guard.lock();
    try {
      closed |= last;
      ready.put(index, prepared);
      bytesAhead += prepared.stagedBytes();
      changed.signalAll();
    } finally {
      guard.unlock();
    }
  }

  /** Of a preparation that ended in a way nobody foresaw; whoever takes in order still gets one each. */
  private static Prepared lost(Unit unit) {
    String path = unit.members().getFirst().shown();
    return Prepared.refused(unit, Preparation.TIMES, new AddOutcome.Failed(
        Refusal.FAILED, new Failure.LocalIo(path, path + ": preparing it ended unexpectedly")));
  }
}
