package io.cistern.fs.budget;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.budget.BudgetKey;
import io.cistern.domain.budget.BudgetState;
import io.cistern.domain.budget.BudgetState.ClosedGate;
import io.cistern.domain.budget.Clocks;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.domain.budget.Work;
import io.cistern.domain.probe.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A budget that all processes of this user share through a file. A request costs one look at the file's facts: a hold that
 * another process was told is seen by it. The lock is taken, and the file written, when a hold begins, and once for every
 * batch of requests that are set aside while the broker counts them: one at first, then twice as many each time, up to a
 * hundredth of the limit and 32. So many may be set aside by each process and not used until its end. Opens never wait
 * for the lock; they are written down with the next batch.
 *
 * <p>Where the file cannot be had the budget is this process's own. Our monitor is held while the file's lock is awaited,
 * which is bounded.
 */
public final class FileRemoteBudget implements RemoteBudget {
  private final Shared shared;
  private final Function<Instant, Clocks> clocks;

  @GuardedBy("this")
  private long granted;

  @GuardedBy("this")
  private long nextBatch = 1;

  /** Which windows the batch was set aside from. */
  @GuardedBy("this")
  private List<?> grantedFrom = List.of();

  /**
   * Opens a budget; writes nothing.
   *
   * @param place a directory of this user's alone, made when there is something to keep
   * @param clocks all clocks of this machine, when the wall clock says so
   * @param warned told in a line when something is wrong with the file, and what follows
   */
  public FileRemoteBudget(
      BudgetPlace place, BudgetKey key, Function<Instant, Clocks> clocks, Pauses pauses, Consumer<String> warned) {
    this.clocks = clocks;
    this.shared = new Shared(new BudgetFile(place, key), pauses, warned);
  }

  @Override
  public synchronized Passage ask(String endpoint, Work work, Instant moment) {
    Clocks now = clocks.apply(moment);
    BudgetState known = shared.seen(now);
    Passage passage = known.ask(endpoint, work, now);
    if (passage instanceof Passage.Closed || work == Work.UNCOUNTED || !known.counts(now)) {
      return passage;
    }
    if (granted > 0 && grantedFrom.equals(known.stretches())) {
      granted--;
      return passage;
    }
    return switch (work) {
      case ON_DEMAND, UNCOUNTED -> {
        shared.owe(1, now);
        yield passage;
      }
      case BACKGROUND -> batch(endpoint, now);
    };
  }

  @Override
  public void holdHome(Instant until, Instant now) {
    holdEndpoint(BudgetState.HOME, until, now);
  }

  @Override
  public synchronized void holdEndpoint(String endpoint, Instant until, Instant moment) {
    shared.hold(endpoint, until, clocks.apply(moment));
  }

  @Override
  public synchronized void learn(List<ToldWindow> told, Instant moment) {
    shared.learn(told, clocks.apply(moment));
  }

  @Override
  public synchronized Optional<Reading> observed(Instant moment) {
    Clocks now = clocks.apply(moment);
    return shared.looked(now).observed(now);
  }

  @Override
  public synchronized List<ClosedGate> closed(Instant moment) {
    Clocks now = clocks.apply(moment);
    return shared.looked(now).closed(now);
  }

  /** Also writes down what was learned and never written. */
  @Override
  public synchronized void close() {
    shared.close(granted, grantedFrom);
    granted = 0;
  }

  /** Asks again under the lock, because others may have been given the rest meanwhile. */
  @GuardedBy("this")
  private Passage batch(String endpoint, Clocks now) {
    Shared.Batch batch = shared.batch(endpoint, nextBatch, now);
    if (batch.passage() instanceof Passage.Open) {
      granted = batch.size() - 1;
      grantedFrom = batch.from();
      nextBatch = Math.min(2 * Math.max(1, batch.size()), 32);
    }
    return batch.passage();
  }
}
