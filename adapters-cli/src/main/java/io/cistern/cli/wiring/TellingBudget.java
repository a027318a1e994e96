package io.cistern.cli.wiring;

import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.budget.BudgetState.ClosedGate;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.domain.budget.Work;
import io.cistern.domain.probe.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells somebody of every closed gate that a request meets, so that a person sees what a run waits for. */
record TellingBudget(RemoteBudget budget, Consumer<Passage.Closed> waits) implements RemoteBudget {
  @Override
  public Passage ask(String endpoint, Work work, Instant now) {
    Passage passage = budget.ask(endpoint, work, now);
    if (passage instanceof Passage.Closed closed) {
      waits.accept(closed);
    }
    return passage;
  }

  @Override
  public void holdHome(Instant until, Instant now) {
    budget.holdHome(until, now);
  }

  @Override
  public void holdEndpoint(String endpoint, Instant until, Instant now) {
    budget.holdEndpoint(endpoint, until, now);
  }

  @Override
  public void learn(List<ToldWindow> told, Instant now) {
    budget.learn(told, now);
  }

  @Override
  public Optional<Reading> observed(Instant now) {
    return budget.observed(now);
  }

  @Override
  public List<ClosedGate> closed(Instant now) {
    return budget.closed(now);
  }

  @Override
  public void close() {
    budget.close();
  }
}
