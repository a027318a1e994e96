package io.cistern.fs.budget;

import io.cistern.application.port.Pauses;
import io.cistern.domain.budget.BudgetState;
import io.cistern.domain.budget.Clocks;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.domain.budget.Work;
import io.cistern.fs.budget.BudgetFile.Content;
import io.cistern.fs.budget.BudgetFile.Mark;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskLock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the file says, and what this process knows beyond it and has not written yet. Whatever is known here counts at
 * once, written or not. One thread at a time.
 */
final class Shared {
  /** Others hold the lock for as long as a small file takes to be written. */
  private static final Duration NAP = Duration.ofMillis(1);

  /** Long for so short a lock; whoever holds it longer is stopped or dead tired, and requests go on without the file. */
  private static final int NAPS = 100;

  /** As many as a state keeps, and then some. */
  private static final int MOST_LEARNED = 16;

  private final BudgetFile file;
  private final Pauses pauses;
  private final Consumer<String> warned;

  private BudgetState known = BudgetState.FRESH;
  private Mark mark = Mark.NOTHING;
  private long writes;
  private boolean warnedAlready;
  private Optional<Clocks> latest = Optional.empty();

  /** What is known was told by clocks of another run of the machine, or before one was set, and has to be written anew. */
  private boolean rebased;

  /** Not in the file yet. */
  private final List<Untold> untold = new ArrayList<>();

  private final Map<String, Told> learned = new LinkedHashMap<>();
  private long owed;

  Shared(BudgetFile file, Pauses pauses, Consumer<String> warned) {
    this.file = file;
    this.pauses = pauses;
    this.warned = warned;
  }

  /** A hold that has to get into the file. */
  private record Untold(String endpoint, Instant until, Clocks at) {}

  /** What an answer said, and when. */
  private record Told(ToldWindow window, Clocks at) {}

  /**
   * What asking under the lock came to.
   *
   * @param size how many requests are set aside, this one included
   * @param from which windows
   */
  record Batch(Passage passage, long size, List<?> from) {}

  /** As of now, with what others have written meanwhile. */
  BudgetState seen(Clocks now) {
    looked(now);
    if (rebased || !untold.isEmpty()) {
      update(1, now, state -> state);
    }
    return known;
  }

  /** As {@link #seen}, and never writes. */
  BudgetState looked(Clocks now) {
    latest = Optional.of(now);
    try {
      look(now);
    } catch (DiskException failed) {
      warn("the budget file cannot be read: " + failed.getMessage());
    }
    if (known.isStale(now)) {
      rebased = true;
      known = known.rebased(now);
    }
    return known;
  }

  /** Requests that are on their way, and nobody else knows of yet. */
  void owe(long requests, Clocks now) {
    owed += requests;
    known = known.sent(requests, now);
  }

  void hold(String endpoint, Instant until, Clocks now) {
    latest = Optional.of(now);
    untold.add(new Untold(endpoint, until, now));
    known = known.hold(endpoint, until, now);
    update(NAPS, now, state -> state);
  }

  void learn(List<ToldWindow> told, Clocks now) {
    latest = Optional.of(now);
    told.forEach(window -> learned.put(window.name(), new Told(window, now)));
    while (learned.size() > MOST_LEARNED) {
      learned.remove(learned.keySet().iterator().next());
    }
    known = known.learn(told, now);
  }

  Batch batch(String endpoint, long wanted, Clocks now) {
    AtomicReference<Batch> made = new AtomicReference<>(new Batch(new Passage.Open(), 1, List.of()));
    boolean written = update(NAPS, now, state -> {
      Passage passage = state.ask(endpoint, Work.BACKGROUND, now);
      long size = passage instanceof Passage.Open ? Math.min(wanted, state.batch(now)) : 0;
      made.set(new Batch(passage, size, state.stretches()));
      return state.sent(size, now);
    });
    if (!written && made.get().passage() instanceof Passage.Open) {
      owe(1, now);
      return new Batch(new Passage.Open(), 1, known.stretches());
    }
    return made.get();
  }

  /** What was set aside is given back while its windows last. */
  void close(long unused, List<?> from) {
    try (file) {
      boolean worth = owed > 0 || unused > 0 || !untold.isEmpty() || !learned.isEmpty();
      if (worth && latest.isPresent()) {
        Clocks now = latest.get();
        update(NAPS, now,
            state -> unused > 0 && state.stretches().equals(from) ? state.sent(-unused, now) : state);
      }
    }
  }

  /**
   * Writes what is known here, changed, under the lock.
   *
   * @return false when that could not be done; then what is known here has not changed
   */
  private boolean update(int tries, Clocks now, UnaryOperator<BudgetState> change) {
    try {
      Optional<DiskLock> lock = locked(tries, now);
      if (lock.isEmpty()) {
        return false;
      }
      try (DiskLock _ = lock.get()) {
        look(now);
        BudgetState next = change.apply(known);
        if (rebased || owed > 0 || !untold.isEmpty() || !learned.isEmpty() || !next.equals(known)) {
          // What was told by clocks that are misleading now must not come back after a power cut, over or not.
          mark = file.write(next, ++writes, rebased || next.holdsBack(now));
          known = next;
          rebased = false;
          owed = 0;
          untold.clear();
          learned.clear();
        }
        return true;
      }
    } catch (DiskException failed) {
      warn("the budget file cannot be written: " + failed.getMessage());
      return false;
    }
  }

  private Optional<DiskLock> locked(int tries, Clocks now) throws DiskException {
    Optional<DiskLock> lock = file.tryLock();
    for (int i = 1; i < tries && lock.isEmpty(); i++) {
      pauses.until(now.wall().plus(NAP.multipliedBy(i)));
      lock = file.tryLock();
    }
    return lock;
  }

  /** Takes over what was written since the last look; what is known here beyond it stays known. */
  private void look(Clocks now) throws DiskException {
    Mark present = file.mark();
    if (present.equals(mark)) {
      return;
    }
    BudgetState base = switch (file.read()) {
      case Content.Nothing() -> BudgetState.FRESH;
      case Content.Garbage() -> {
        warn("the budget file cannot be understood");
        yield new BudgetState(known.holds(), List.of());
      }
      case Content.Whole(var written) -> {
        writes = written.writes();
        rebased |= written.state().isStale(now);
        yield written.state().rebased(now);
      }
    };
    for (Untold hold : untold) {
      base = base.hold(hold.endpoint(), hold.until(), hold.at());
    }
    for (Told told : learned.values()) {
      base = base.learn(List.of(told.window()), told.at());
    }
    known = base.sent(owed, now);
    mark = present;
  }

  private void warn(String what) {
    if (!warnedAlready) {
      warnedAlready = true;
      warned.accept(what + "; what the broker said is remembered by this process alone");
    }
  }
}
