package io.cistern.http.client;

import io.cistern.application.port.RemoteBudget;
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
import java.util.concurrent.atomic.AtomicReference;

/** The budget of one process, which forgets it when it ends. Goes by the wall clock. Safe for use by many threads. */
public final class InMemoryRemoteGate implements RemoteBudget {
  private final AtomicReference<BudgetState> state = new AtomicReference<>(BudgetState.FRESH);

  @Override
  public Passage ask(String endpoint, Work work, Instant now) {
    Clocks clocks = Clocks.wall(now);
    while (true) {
      BudgetState known = state.get();
      Passage passage = known.ask(endpoint, work, clocks);
      if (passage instanceof Passage.Closed || work == Work.UNCOUNTED
          || state.compareAndSet(known, known.sent(1, clocks))) {
        return passage;
      }
    }
  }

  @Override
  public void holdHome(Instant until, Instant now) {
    holdEndpoint(BudgetState.HOME, until, now);
  }

  @Override
  public void holdEndpoint(String endpoint, Instant until, Instant now) {
    state.updateAndGet(known -> known.hold(endpoint, until, Clocks.wall(now)));
  }

  @Override
  public void learn(List<ToldWindow> told, Instant now) {
    state.updateAndGet(known -> known.learn(told, Clocks.wall(now)));
  }

  @Override
  public Optional<Reading> observed(Instant now) {
    return state.get().observed(Clocks.wall(now));
  }

  @Override
  public List<ClosedGate> closed(Instant now) {
    return state.get().closed(Clocks.wall(now));
  }

  @Override
  public void close() {}
}
