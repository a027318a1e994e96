package io.cistern.http.client;

import io.cistern.application.contract.RemoteBudgetContract;
import io.cistern.application.port.RemoteBudget;

final class InMemoryRemoteGateTest extends RemoteBudgetContract {
  @Override
  protected RemoteBudget create() {
    return new InMemoryRemoteGate();
  }
}
