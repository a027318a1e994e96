package io.cistern.application.fakes;

import io.cistern.application.contract.AccountProbeContract;
import io.cistern.application.port.AccountProbe;
import io.cistern.application.testing.FakeAccountProbe;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.probe.ReadingStatus;
import java.util.List;

class FakeAccountProbeTest extends AccountProbeContract {
  @Override
  protected AccountProbe asking(Broker broker) {
    ManualClock clock = new ManualClock();
    return switch (broker) {
      case TELLS -> FakeAccountProbe.telling(ACCOUNT, List.of(WINDOW), clock);
      case KNOWS_NO_SUCH_QUESTION -> FakeAccountProbe.without(ReadingStatus.UNSUPPORTED, clock);
      case REFUSES_THE_TOKEN -> FakeAccountProbe.without(ReadingStatus.INVALID_CREDENTIAL, clock);
      case NO_TOKEN -> FakeAccountProbe.without(ReadingStatus.NO_CREDENTIAL, clock);
      case IS_DOWN -> FakeAccountProbe.without(ReadingStatus.UNAVAILABLE, clock);
    };
  }
}
