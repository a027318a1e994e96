package io.cistern.application.fakes;

import io.cistern.application.contract.CommitLogContract;
import io.cistern.application.contract.MirrorFixture;

class InMemoryCommitLogTest extends CommitLogContract {
  @Override
  protected MirrorFixture create() {
    return MemoryFixture.fresh();
  }
}
