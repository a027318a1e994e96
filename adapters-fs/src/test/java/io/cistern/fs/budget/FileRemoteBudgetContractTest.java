package io.cistern.fs.budget;

import io.cistern.application.contract.RemoteBudgetContract;
import io.cistern.application.port.RemoteBudget;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.domain.budget.Clocks;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;

/** The file's budget does what every budget does. */
final class FileRemoteBudgetContractTest extends RemoteBudgetContract {
  @Override
  protected RemoteBudget create() {
    ManualClock clock = new ManualClock();
    return new FileRemoteBudget(
        BudgetPlace.of(new SimDisk(SimOptions.PLAIN, clock).process("one")), BudgetBench.KEY, Clocks::wall,
        new ManualPauses(clock),
        warning -> {
          throw new AssertionError(warning);
        });
  }
}
