package io.cistern.application.serve;

import io.cistern.application.port.BrokerEndpoint;
import io.cistern.application.port.BrokerEndpoint.Running;
import io.cistern.application.port.WorkspaceStore;
import jakarta.inject.Inject;

/** Serves a directory as a remote workspace until what it returns is closed. */
public final class ServeWorkspace {
  private final WorkspaceStore store;
  private final BrokerEndpoint endpoint;

  @Inject
  public ServeWorkspace(WorkspaceStore store, BrokerEndpoint endpoint) {
    this.store = store;
    this.endpoint = endpoint;
  }

  /** Looks at every file first, so that the first listing is complete; that hashes what is new since the last time. */
  public Serving serve() {
    store.refresh();
    Running running = endpoint.start(store);
    return new Serving(running, store.filesBelow("/"), store.dotFiles(), store.skipped());
  }
}
