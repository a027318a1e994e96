package io.cistern.application.port;

import java.net.URI;

/** Opens the relayfile-v1 listener of an embedded broker. */
public interface BrokerEndpoint {
  /**
   * Accepts connections from when it returns. The store stays the caller's, to be closed after the listener.
   *
   * @throws io.cistern.domain.failure.CisternException when the address cannot be had or a key or token cannot be kept
   */
  Running start(WorkspaceStore store);

  /** An open listener. */
  interface Running extends AutoCloseable {
    /** Scheme, host and port, without a trailing slash. */
    URI baseUrl();

    int port();

    /** Ends every request still running. Closing it again does nothing. */
    @Override
    void close();
  }
}
