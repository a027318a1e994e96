package io.cistern.application.fakes;

import io.cistern.application.contract.MirrorFixture;
import io.cistern.application.contract.MirrorLockContract;

class InMemoryMirrorLockTest extends MirrorLockContract {
  @Override
  protected MirrorFixture create() {
    return MemoryFixture.fresh();
  }
}
