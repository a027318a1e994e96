package io.cistern.application.fakes;

import io.cistern.application.contract.SharedReadingsContract;
import io.cistern.application.port.SharedReadings;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.application.testing.MemoryReadings;

class MemoryReadingsTest extends SharedReadingsContract {
  private final ManualClock clock = new ManualClock();
  private final SharedReadings readings = new MemoryReadings(clock, new ManualPauses(clock));

  @Override
  protected SharedReadings create() {
    return readings;
  }

  @Override
  protected SharedReadings another() {
    return readings;
  }
}
