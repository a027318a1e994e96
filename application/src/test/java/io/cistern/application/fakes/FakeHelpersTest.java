package io.cistern.application.fakes;

import io.cistern.application.contract.HelperProcessesContract;
import io.cistern.application.port.HelperProcesses;
import io.cistern.application.testing.FakeHelpers;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.probe.ProbeOutcome;

class FakeHelpersTest extends HelperProcessesContract {
  @Override
  protected HelperProcesses answering() {
    return new FakeHelpers(new ManualClock());
  }

  @Override
  protected HelperProcesses learningNothing() {
    FakeHelpers helpers = new FakeHelpers(new ManualClock());
    helpers.answer((_, _) -> new ProbeOutcome.NoAnswer("nothing"));
    return helpers;
  }
}
