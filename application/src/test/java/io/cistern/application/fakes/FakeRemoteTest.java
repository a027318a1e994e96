package io.cistern.application.fakes;

import io.cistern.application.contract.RemoteWorkspaceContract;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.testing.FakeRemote;

class FakeRemoteTest extends RemoteWorkspaceContract {
  @Override
  protected Fixture create() {
    FakeRemote fake = new FakeRemote();
    return new Fixture() {
      @Override
      public RemoteWorkspace remote() {
        return fake;
      }

      @Override
      public void put(String path, byte[] bytes) {
        fake.put(path, bytes);
      }

      @Override
      public void delete(String path) {
        fake.delete(path);
      }

      @Override
      public void close() {
        fake.close();
      }
    };
  }
}
