package io.cistern.it.support;

import io.cistern.application.port.BrokerEndpoint;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.workspace.DirectoryWorkspaceStore;
import io.cistern.http.broker.BrokerConfig;
import io.cistern.http.broker.HttpBrokerEndpoint;
import io.cistern.http.broker.auth.TokenMint;
import io.cistern.http.broker.chaos.ChaosSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The embedded broker in this process, over a directory, with a token and an access log. */
public final class LocalBroker implements AutoCloseable {
  private static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws_test").orElseThrow();

  private final DirectoryWorkspaceStore store;
  private final BrokerEndpoint.Running running;
  private final AtomicLong hoursAhead;
  private final TokenMint mint;
  private final Path token;
  private final Path accessLog;

  private LocalBroker(
      DirectoryWorkspaceStore store, AtomicLong hoursAhead, BrokerEndpoint.Running running, TokenMint mint, Path token,
      Path accessLog) {
    this.store = store;
    this.hoursAhead = hoursAhead;
    this.mint = mint;
    this.running = running;
    this.token = token;
    this.accessLog = accessLog;
  }

  /** Serves {@code directory}; everything of the broker's own is kept in {@code state}. */
  public static LocalBroker over(Path directory, Path state) {
    return over(directory, state, ChaosSpec.none());
  }

  /** As {@link #over(Path, Path)}, behaving badly. */
  public static LocalBroker over(Path directory, Path state, ChaosSpec chaos) {
    AtomicLong hoursAhead = new AtomicLong();
    InstantSource clock = () -> InstantSource.system().instant().plus(Duration.ofHours(hoursAhead.get()));
    DirectoryWorkspaceStore store = DirectoryWorkspaceStore.open(directory, state.resolve("store"), clock);
    Path accessLog = state.resolve("access.log");
    HttpBrokerEndpoint endpoint = new HttpBrokerEndpoint(
        BrokerConfig.local(WORKSPACE, state.resolve("broker")).withAccessLog(accessLog).withChaos(chaos));
    Path token = state.resolve("token");
    endpoint.mint().ensure(token, WORKSPACE);
    return new LocalBroker(store, hoursAhead, endpoint.start(store), endpoint.mint(), token, accessLog);
  }

  public URI workspace() {
    return URI.create("http://127.0.0.1:" + running.port() + "/v1/workspaces/" + WORKSPACE);
  }

  public Path tokenFile() {
    return token;
  }

  /** Lets so much time pass that the next request for a listing or for events finds what was changed in the directory. */
  public void looksAgain() {
    hoursAhead.incrementAndGet();
  }

  /** Puts a token that may do no more than this into a file. */
  public void writeToken(Path file, String... scopes) {
    mint.write(file, mint.mint(WORKSPACE, "test", List.of(scopes)));
  }

  /** The requests so far, one JSON line each. */
  public List<String> requests() {
    try {
      return Files.exists(accessLog) ? Files.readAllLines(accessLog) : List.of();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    running.close();
    store.close();
  }
}
