package io.cistern.it.support;

import io.cistern.application.port.BrokerEndpoint;
import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.testing.Latches;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.testing.Between;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/** The embedded broker in this process, over a directory, with a token and an access log; answers when a test lets it. */
public final class LocalBroker implements AutoCloseable {
  private static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws_test").orElseThrow();
  private static final JsonMapper JSON = new JsonMapper();

  private final DirectoryWorkspaceStore store;
  private final BrokerEndpoint.Running running;
  private final AtomicLong hoursAhead;
  private final Held held;
  private final TokenMint mint;
  private final Path token;
  private final Path accessLog;

  private LocalBroker(
      DirectoryWorkspaceStore store, AtomicLong hoursAhead, Held held, BrokerEndpoint.Running running, TokenMint mint,
      Path token, Path accessLog) {
    this.store = store;
    this.hoursAhead = hoursAhead;
    this.held = held;
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
    Held held = new Held();
    return new LocalBroker(
        store, hoursAhead, held, endpoint.start(held.before(store)), endpoint.mint(), token, accessLog);
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

  /** From now on whoever asks for the content of one of these waits. */
  public void hold(Collection<String> paths) {
    paths.forEach(path -> held.paths.putIfAbsent(path, new Held.Place()));
  }

  /** Whoever waits for one of these is answered, and so is whoever asks for it later. */
  public void release(Collection<String> paths) {
    paths.forEach(path -> Optional.ofNullable(held.paths.remove(path)).ifPresent(place -> place.end.countDown()));
  }

  /** How many wait for the content of a path that is held. */
  public int waiting(String path) {
    return Optional.ofNullable(held.paths.get(path)).map(place -> place.waiting.get()).orElse(0);
  }

  /** The paths whose content was asked for so far and answered, or given up, in the order of their ends. */
  public List<String> fileRequests() {
    return requests().stream()
        .map(JSON::readTree)
        .filter(line -> line.get("endpoint").asString().equals("file"))
        .map(line -> line.get("path").asString())
        .toList();
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
    release(List.copyOf(held.paths.keySet()));
    running.close();
    store.close();
  }

  /** Files whose content nobody gets yet. */
  private static final class Held {
    private final Map<String, Place> paths = new ConcurrentHashMap<>();

    private static final class Place {
      private final CountDownLatch end = new CountDownLatch(1);
      private final AtomicInteger waiting = new AtomicInteger();
    }

    private WorkspaceStore before(WorkspaceStore store) {
      return Between.callersAnd(WorkspaceStore.class, store, (method, arguments, call) -> {
        if (method.equals("open")) {
          Optional.ofNullable(paths.get(((WorkspacePath) arguments[0]).value())).ifPresent(Held::await);
        }
        return call.go();
      });
    }

    private static void await(Place place) {
      place.waiting.incrementAndGet();
      Latches.await(place.end);
    }
  }
}
