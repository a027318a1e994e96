package io.cistern.application.fakes;

import io.cistern.application.contract.CompactorContract;
import io.cistern.application.contract.MirrorFixture;

class InMemoryCompactorTest extends CompactorContract {
  @Override
  protected MirrorFixture create() {
    return MemoryFixture.fresh();
  }
}
