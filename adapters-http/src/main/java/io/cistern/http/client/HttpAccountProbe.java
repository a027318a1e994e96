package io.cistern.http.client;

import io.cistern.application.port.AccountProbe;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.wire.WireCodec;

/** Asks a broker over HTTP what the account behind a token has left. Safe for use by many threads. */
public final class HttpAccountProbe implements AccountProbe {
  /** Only the broker's part of the address is used. */
  private static final WorkspaceId NONE = WorkspaceId.parse("none").orElseThrow();

  private final Transport transport;
  private final UsageEndpoint endpoint;

  private HttpAccountProbe(WorkspaceAddress address, TokenSource tokens, RemoteOptions options, Transport transport) {
    WireCodec codec = new WireCodec(options.limits(), () -> {
      throw new UnsupportedOperationException("what an account has left is never spooled");
    });
    Caller caller = new Caller(transport, tokens, codec, options.tries(), options.surroundings());
    this.transport = transport;
    this.endpoint = new UsageEndpoint(address, caller, codec, options.surroundings().clock());
  }

  /**
   * Sends nothing yet.
   *
   * @param broker {@code http(s)://host[:port][/prefix]}
   * @throws io.cistern.domain.failure.CisternException with {@code Failure.BadAddress} for an address that cannot be
   *     used, plain http beyond this machine among them
   */
  public static HttpAccountProbe of(String broker, TokenSource tokens, RemoteOptions options) {
    WorkspaceAddress address = WorkspaceAddress.of(broker, NONE);
    return new HttpAccountProbe(address, tokens, options, new HttpTransport(address, options));
  }

  @Override
  public Reading usage(Deadline deadline) {
    return endpoint.read(deadline);
  }

  @Override
  public void close() {
    transport.close();
  }
}
