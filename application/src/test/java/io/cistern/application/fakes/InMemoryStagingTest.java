package io.cistern.application.fakes;

import io.cistern.application.contract.StagingContract;
import io.cistern.application.contract.MirrorFixture;

class InMemoryStagingTest extends StagingContract {
  @Override
  protected MirrorFixture create() {
    return MemoryFixture.fresh();
  }
}
