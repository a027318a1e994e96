package io.cistern.cli.wiring;

import io.cistern.application.serve.ServeWorkspace;
import io.cistern.application.serve.Serving;
import io.cistern.cli.settings.PrivateFiles;
import io.cistern.domain.budget.LimitSpec;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.workspace.DirectoryWorkspaceStore;
import io.cistern.http.broker.BrokerConfig;
import io.cistern.http.broker.HttpBrokerEndpoint;
import io.cistern.http.broker.auth.SigningKey;
import io.cistern.http.broker.auth.TokenMint;
import io.cistern.http.broker.chaos.ChaosSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** An embedded broker over a directory, until it is closed. */
public final class BrokerSession implements AutoCloseable {
  private final Closing closing;
  private final Serving serving;
  private final boolean tokenMade;
  private final Optional<String> tokenFault;
  private final boolean beyondLoopback;

  private BrokerSession(
      Closing closing, Serving serving, boolean tokenMade, Optional<String> tokenFault, boolean beyondLoopback) {
    this.closing = closing;
    this.serving = serving;
    this.tokenMade = tokenMade;
    this.tokenFault = tokenFault;
    this.beyondLoopback = beyondLoopback;
  }

  /**
   * Accepts connections from when it returns.
   *
   * @throws CisternException when the directory, the state or the address cannot be had
   */
  public static BrokerSession start(ServeRequest request, InstantSource clock) {
    requireApart(request);
    Closing closing = new Closing();
    try {
      DirectoryWorkspaceStore store =
          closing.add(DirectoryWorkspaceStore.open(request.directory(), request.state(), clock));
      HttpBrokerEndpoint endpoint = new HttpBrokerEndpoint(config(request, clock));
      boolean made = endpoint.mint().ensure(request.tokenFile(), request.workspace());
      Optional<String> fault = made ? Optional.empty() : endpoint.faultOf(request.tokenFile());
      Serving serving = closing.add(new ServeWorkspace(store, endpoint).serve());
      return new BrokerSession(closing, serving, made, fault, endpoint.isBeyondLoopback());
    } catch (RuntimeException | Error failed) {
      closing.closeAfter(failed);
      throw failed;
    }
  }

  /** Puts a token with these scopes, signed by the key of this state directory, into a private file. */
  public static void mint(Path state, WorkspaceId workspace, List<String> scopes, Path out, InstantSource clock) {
    makeState(state);
    TokenMint mint = new TokenMint(SigningKey.in(state), clock);
    mint.write(out, mint.mint(workspace, "serve", scopes));
  }

  /** What is served. */
  public Serving serving() {
    return serving;
  }

  /** Scheme, host and port. */
  public URI baseUrl() {
    return serving.running().baseUrl();
  }

  /** Whether the token file was made now. */
  public boolean tokenMade() {
    return tokenMade;
  }

  /** Why the token in the file that was there already is none for this broker; empty when it is one. */
  public Optional<String> tokenFault() {
    return tokenFault;
  }

  /** Whether others than this machine can connect, over plain http. */
  public boolean beyondLoopback() {
    return beyondLoopback;
  }

  @Override
  public void close() {
    closing.close();
  }

  private static BrokerConfig config(ServeRequest request, InstantSource clock) {
    BrokerConfig config = BrokerConfig.local(request.workspace(), request.state())
        .withAddress(request.address(), request.port())
        .withClock(clock);
    if (request.extras().jwks().isPresent()) {
      config = config.withJwks(request.extras().jwks().get());
    }
    if (request.extras().accessLog().isPresent()) {
      config = config.withAccessLog(request.extras().accessLog().get());
    }
    if (request.extras().limits().isPresent()) {
      config = config.withLimits(LimitSpec.parse(request.extras().limits().get()));
    }
    return request.extras().chaos().map(ChaosSpec::parse).map(config::withChaos).orElse(config);
  }

  private static void makeState(Path state) {
    try {
      PrivateFiles.directory(state);
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(state.toString(), "cannot make " + state + ": " + failed.getMessage()), failed);
    }
  }

  /** What the broker keeps for itself must not become a part of the workspace. */
  private static void requireApart(ServeRequest request) {
    if (!Files.isDirectory(request.directory())) {
      throw new CisternException(new Failure.Usage(request.directory() + " is no directory"));
    }
    KeptApart.require(request.directory(), request.state(), "state directory", "--state-dir");
    KeptApart.require(request.directory(), request.tokenFile(), "token file", "--token-file");
    request.extras()
        .accessLog()
        .ifPresent(log -> KeptApart.require(request.directory(), log, "access log", "--access-log"));
  }
}
