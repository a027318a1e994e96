package io.cistern.application.fakes;

import io.cistern.application.contract.WorkingTreeContract;
import io.cistern.application.contract.MirrorFixture;

class InMemoryWorkingTreeTest extends WorkingTreeContract {
  @Override
  protected MirrorFixture create() {
    return MemoryFixture.fresh();
  }
}
