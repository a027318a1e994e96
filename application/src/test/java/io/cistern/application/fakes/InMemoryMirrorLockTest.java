package io.cistern.application.fakes;

import io.cistern.application.contract.MirrorLockContract;
import io.cistern.application.contract.MirrorFixture;

class InMemoryMirrorLockTest extends MirrorLockContract {
  @Override
  protected MirrorFixture create() {
    return MemoryFixture.fresh();
  }
}
