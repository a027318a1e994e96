package io.cistern.application.testing;

import io.cistern.application.contract.WorkspaceStoreContract;
import io.cistern.application.port.WorkspaceStore;

final class InMemoryWorkspaceTest extends WorkspaceStoreContract {
  @Override
  protected WorkspaceStore empty() {
    return new InMemoryWorkspace(clock);
  }
}
