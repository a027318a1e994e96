package io.cistern.http.client;

import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.Spool;
import java.net.URI;

/** The front door: makes a {@link RemoteWorkspace} out of an address and a token. Nothing is sent before it is asked. */
public final class HttpRemote {
  private HttpRemote() {}

  /**
   * Connects with the defaults of the command line.
   *
   * @param workspace {@code http(s)://host[:port]/v1/workspaces/WORKSPACE}
   * @param spool room for large bodies
   * @throws io.cistern.domain.failure.CisternException with {@code Failure.BadAddress} for an address that cannot be
   *     used, plain http beyond this machine among them
   */
  public static RemoteWorkspace connect(URI workspace, TokenSource tokens, Spool spool) {
    return connect(WorkspaceAddress.parse(workspace), tokens, spool, RemoteOptions.defaults());
  }

  /** Connects as {@link #connect(URI, TokenSource, Spool)} does, with options. */
  public static RemoteWorkspace connect(
      WorkspaceAddress workspace, TokenSource tokens, Spool spool, RemoteOptions options) {
    return new HttpRemoteWorkspace(workspace, tokens, spool, options, new HttpTransport(workspace, options));
  }
}
