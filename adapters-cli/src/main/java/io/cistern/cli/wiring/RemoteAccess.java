package io.cistern.cli.wiring;

import io.cistern.cli.settings.TokenOrigin;
import io.cistern.http.client.WorkspaceAddress;

/**
 * The broker that a run may talk to.
 *
 * @param insecureHttp whether the token may travel over plain http beyond this machine
 */
public record RemoteAccess(WorkspaceAddress address, TokenOrigin token, boolean insecureHttp) {
  /** The broker as a mirror keeps it. */
  public String baseUrl() {
    return address.broker().toString();
  }
}
