package io.cistern.cli.wiring;

import io.cistern.application.port.RemoteBudget;
import io.cistern.application.port.RemoteWorkspace;

/** A broker, and what may be asked of it. */
record Connection(RemoteWorkspace remote, RemoteBudget budget) implements AutoCloseable {
  @Override
  public void close() {
    try (budget) {
      remote.close();
    }
  }
}
