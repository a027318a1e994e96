package io.cistern.application.fakes;

import io.cistern.application.contract.MirrorFixture;
import io.cistern.application.contract.StagingContract;

class InMemoryStagingTest extends StagingContract {
  @Override
  protected MirrorFixture create() {
    return MemoryFixture.fresh();
  }
}
