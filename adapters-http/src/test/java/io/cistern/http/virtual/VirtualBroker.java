package io.cistern.http.virtual;

import io.cistern.application.port.Pauses;
import io.cistern.application.port.RemoteBudget;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.application.testing.InMemoryWorkspace;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.budget.LimitSpec;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.broker.VirtualDesk;
import io.cistern.http.broker.VirtualDesk.About;
import io.cistern.http.broker.VirtualDesk.Made;
import io.cistern.http.broker.auth.Scopes;
import io.cistern.http.broker.auth.Tokens;
import io.cistern.http.broker.chaos.Chaos;
import io.cistern.http.broker.chaos.ChaosSpec;
import io.cistern.http.broker.chaos.Faults;
import io.cistern.http.client.BearerToken;
import io.cistern.http.client.InMemoryRemoteGate;
import io.cistern.http.client.RemoteOptions;
import io.cistern.http.client.TokenSource;
import io.cistern.http.client.VirtualRemote;
import io.cistern.http.client.VirtualRemote.Sent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A workspace and its broker in memory, with every kind of {@code --chaos} on time that is moved by hand: whoever waits,
 * moves the clock, so a hang takes no time at all. The client in front of it is the real one, the answers are the real
 * broker's. Remembers every request, and notices each that comes before its {@code Retry-After} has passed (goal G8).
 *
 * <p>Starts no thread. Repeatable from its seed as long as one thread asks; safe for use by many, which share the clock.
 *
 * <pre>
 * VirtualBroker broker = new VirtualBroker(clock, pauses, seed);
 * broker.put("/a", "text");
 * broker.chaos("file:p=0.2,status=503;tree:latency=100ms");
 * RemoteWorkspace remote = broker.connect();
 * … broker.requests() … broker.violations() …
 * </pre>
 */
public final class VirtualBroker {
  private static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws_virtual").orElseThrow();
  private static final String TOKEN = "virtual-token";

  private final ManualClock clock;
  private final Pauses pauses;
  private final SplittableRandom random;
  private final InMemoryWorkspace store;
  private final VirtualDesk desk;
  private final StandingRefusals standing;
  private final Map<String, Scopes> tokens = new ConcurrentHashMap<>();
  private final List<Exchange> exchanges = new ArrayList<>();
  private final AtomicInteger came = new AtomicInteger();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private volatile Chaos chaos;
  private volatile Consumer<Request> before = request -> {};
  private volatile boolean down;

  /**
   * An empty workspace that behaves.
   *
   * @param pauses what clients wait by; must move the same clock
   * @param seed of everything that is drawn
   */
  public VirtualBroker(ManualClock clock, Pauses pauses, long seed) {
    this(clock, pauses, LimitSpec.none(), seed);
  }

  /** As above, with bounds on what each token's subject may ask for. */
  public VirtualBroker(ManualClock clock, Pauses pauses, LimitSpec limits, long seed) {
    this.clock = clock;
    this.pauses = pauses;
    this.random = new SplittableRandom(seed);
    this.store = new InMemoryWorkspace(clock);
    this.desk = new VirtualDesk(store, WORKSPACE, (token, workspace, now) -> judged(token), limits, clock);
    this.standing = new StandingRefusals(clock);
    this.chaos = new Chaos(ChaosSpec.none(), clock);
    accept(TOKEN, "fs:read");
  }

  /** Somebody writes a file, now. */
  public Revision put(String path, byte[] bytes) {
    return new Revision(store.place(path, bytes).revision());
  }

  /** Somebody writes a file, now. */
  public Revision put(String path, String text) {
    return put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Somebody removes a file, now; nothing happens when there is none. */
  public void delete(String path) {
    store.vanish(path);
  }

  /** Revisions and events begin at one again, and these files are gone without an event. */
  public void loseState(String... lost) {
    store.loseState(lost);
  }

  /** Every file, by its path in byte order. */
  public SortedMap<String, StoredFile> files() {
    return store.files();
  }

  /** From now on a page of a listing has at most so many rows; a thousand before, as the contract says. */
  public void pageSize(int rows) {
    desk.treePage(rows);
  }

  /** Replaces whatever goes wrong; nothing does with the empty text. Counts of rules begin anew. */
  public void chaos(String spec) {
    ChaosSpec read = ChaosSpec.parse(spec);
    OptionalLong seed = read.seed().isPresent() ? read.seed() : OptionalLong.of(drawn());
    chaos = new Chaos(new ChaosSpec(read.rules(), seed), clock);
  }

  /** What is refused whatever chaos does: a feed, a file. */
  public StandingRefusals standing() {
    return standing;
  }

  /** While it is down, connections are refused. */
  public void down(boolean now) {
    down = now;
  }

  /** Runs before each request is looked at, on the asking thread; may throw, may change anything here. */
  public void before(Consumer<Request> hook) {
    before = hook;
  }

  /** From now on this token may be used, with these scopes and no others. */
  public void accept(String token, String... scopes) {
    tokens.put(token, new Scopes(List.of(scopes)));
  }

  /** From now on the token that {@link #connect()} uses, or another one, is refused with 401. */
  public void expire(String token) {
    tokens.remove(token);
  }

  /** The token that {@link #connect()} uses. */
  public String usualToken() {
    return TOKEN;
  }

  /** A client as a new process would have one: it knows of no hold. */
  public RemoteWorkspace connect() {
    return connect(options -> options);
  }

  /** A client as a new process would have one, set up differently. */
  public RemoteWorkspace connect(UnaryOperator<RemoteOptions> setup) {
    TokenSource usual = TokenSource.fixed(BearerToken.require(TOKEN, "the test"));
    return connect(usual, new InMemoryRemoteGate(), setup);
  }

  /**
   * A client.
   *
   * @param gate what it knows of holds
   */
  public RemoteWorkspace connect(TokenSource source, RemoteBudget gate, UnaryOperator<RemoteOptions> setup) {
    Holds holds = new Holds(gate);
    RemoteOptions options = setup.apply(RemoteOptions.defaults()
        .withSurroundings(new RemoteOptions.Surroundings(clock, pauses, holds, drawn())));
    return VirtualRemote.connect(new VirtualClient(this, holds, clock), WORKSPACE, clock, source, options);
  }

  /** Every request so far, in the order they came. */
  public List<Request> requests() {
    synchronized (exchanges) {
      return exchanges.stream().map(Exchange::request).toList();
    }
  }

  /** Every request so far to one endpoint. */
  public List<Request> requests(String endpoint) {
    return requests().stream().filter(request -> request.endpoint().equals(endpoint)).toList();
  }

  /** Requests whose answer nobody has read to its end or given up. */
  public List<Request> running() {
    return requests().stream().filter(request -> !request.over()).toList();
  }

  /** Forgets the requests so far, not the violations. */
  public void forgetRequests() {
    synchronized (exchanges) {
      exchanges.clear();
    }
  }

  /** Requests that came before a client was allowed to ask again, described. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  Exchange came(Sent sent) {
    About about = VirtualDesk.about(sent.uri());
    synchronized (exchanges) {
      Exchange exchange = new Exchange(new Request(
          came.incrementAndGet(), about.endpoint(), about.path().orElse(""), about.parameters(), clock.instant(), 0, 0,
          false));
      exchanges.add(exchange);
      return exchange;
    }
  }

  void cameTooEarly(Request request, Instant until) {
    violations.add(request.endpoint() + " " + request.path() + " came at " + request.at() + ", before " + until);
  }

  void look(Request request) {
    before.accept(request);
  }

  boolean isDown() {
    return down;
  }

  Faults faults(Request request) {
    return standing.against(request)
        .orElseGet(() -> chaos.faults(
            request.endpoint(), Optional.of(request.path()).filter(path -> !path.isEmpty())));
  }

  /** One consistent view of the workspace, whoever else writes to it. */
  Made answer(Sent sent, Faults faults) throws IOException {
    synchronized (store) {
      return desk.answer(sent.uri(), sent.headers(), faults);
    }
  }

  private Tokens.Verdict judged(String token) {
    Scopes scopes = tokens.get(token);
    return scopes == null
        ? new Tokens.Verdict.Refused(401, "token expired")
        : new Tokens.Verdict.Accepted("virtual-agent", scopes);
  }

  private synchronized long drawn() {
    return random.nextLong();
  }
}
