package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.broker.auth.Scopes;
import io.cistern.http.broker.auth.Visibility;
import io.cistern.http.broker.chaos.Faults;
import java.io.InputStream;

/**
 * One request that has passed the gate.
 *
 * @param ifMatch the header as sent, empty when it is missing
 * @param body unread
 */
record Call(
    Route route,
    Query query,
    WorkspaceId workspace,
    Scopes scopes,
    String correlationId,
    String ifMatch,
    InputStream body,
    Faults faults,
    WorkspaceStore store,
    Answer answer) {
  /** What the caller may know of. */
  Visibility visibility() {
    return scopes.visibility("fs:read");
  }
}
