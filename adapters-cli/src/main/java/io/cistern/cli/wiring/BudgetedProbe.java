package io.cistern.cli.wiring;

import io.cistern.application.port.AccountProbe;
import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.time.Deadline;
import java.time.InstantSource;

/**
 * Asks the broker, and tells what was learned from its other answers where it cannot say, or wants to be left alone. Closes
 * both. Safe for use by many threads.
 */
record BudgetedProbe(AccountProbe broker, RemoteBudget budget, InstantSource clock) implements AccountProbe {
  @Override
  public Reading usage(Deadline deadline) {
    Reading told = broker.usage(deadline);
    boolean silent = told.status() == ReadingStatus.UNSUPPORTED || told.status() == ReadingStatus.UNAVAILABLE;
    return silent ? budget.observed(clock.instant()).orElse(told) : told;
  }

  @Override
  public void close() {
    try (budget) {
      broker.close();
    }
  }
}
