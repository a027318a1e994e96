package io.cistern.application.fakes;

import io.cistern.application.contract.MirrorFixture;
import io.cistern.application.contract.WorkingTreeContract;

class InMemoryWorkingTreeTest extends WorkingTreeContract {
  @Override
  protected MirrorFixture create() {
    return MemoryFixture.fresh();
  }
}
