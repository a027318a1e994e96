package io.cistern.http.virtual;

import io.cistern.application.contract.RemoteWorkspaceContract;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;

final class VirtualBrokerContractTest extends RemoteWorkspaceContract {
  @Override
  protected Fixture create() {
    ManualClock clock = new ManualClock();
    VirtualBroker broker = new VirtualBroker(clock, new ManualPauses(clock), 1);
    return new Fixture() {
      @Override
      public RemoteWorkspace remote() {
        return broker.connect();
      }

      @Override
      public void put(String path, byte[] bytes) {
        broker.put(path, bytes);
      }

      @Override
      public void delete(String path) {
        broker.delete(path);
      }

      @Override
      public void close() {}
    };
  }
}
