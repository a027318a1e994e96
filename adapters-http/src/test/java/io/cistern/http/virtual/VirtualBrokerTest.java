package io.cistern.http.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cistern.application.port.RemoteBudget;
import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Events;
import io.cistern.application.port.RemoteWorkspace.ExportOutcome;
import io.cistern.application.port.RemoteWorkspace.Feed;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.Listing;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.application.testing.Hashes;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.domain.budget.BudgetState.ClosedGate;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.domain.budget.Work;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreePage;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.http.client.BearerToken;
import io.cistern.http.client.InMemoryRemoteGate;
import io.cistern.http.client.RemoteOptions;
import io.cistern.http.client.TokenSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VirtualBrokerTest {
  private static final RemoteOptions.Tries ONCE = new RemoteOptions.Tries(1, Duration.ofMillis(100));

  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private final VirtualBroker broker = new VirtualBroker(clock, new ManualPauses(clock), 7);
  private final RemoteWorkspace remote = broker.connect(options -> options.withTries(ONCE));

  @Test
  void pagesFollowTheContractInALargeTree() {
    for (int directory = 0; directory < 1400; directory++) {
      for (int file = 0; file < 7; file++) {
        broker.put("/d%04d/f%d".formatted(directory, file), "f");
      }
    }

    List<String> names = new ArrayList<>();
    Optional<TreeCursor> cursor = Optional.empty();
    do {
      TreePage page = page(remote.tree("/", 10, cursor, Deadline.NEVER));
      assertThat(page.totalFiles()).isEqualTo(OptionalLong.of(9800));
      page.entries().forEach(entry -> names.add(entry.name()));
      cursor = page.next();
    } while (cursor.isPresent());

    assertThat(names).hasSize(1400 * 8).isSorted().startsWith("/d0000", "/d0000/f0").doesNotHaveDuplicates();
    assertThat(broker.requests("tree")).hasSize(12).allSatisfy(request -> {
      assertThat(request.status()).isEqualTo(200);
      assertThat(request.sent()).isPositive();
      assertThat(request.over()).isTrue();
    });
    assertThat(broker.requests().get(1).cursor()).contains(names.get(999));
    assertThat(clock.instant()).isEqualTo(start);
  }

  @Test
  void aCursorWhoseEntryIsGoneIsRefused() {
    broker.put("/a", "a");
    broker.put("/b", "b");
    broker.delete("/a");

    assertThat(remote.tree("/", 1, Optional.of(new TreeCursor("/a")), Deadline.NEVER))
        .isInstanceOf(Listing.CursorGone.class);
    assertThat(remote.tree("/", 1, Optional.of(new TreeCursor("/b")), Deadline.NEVER))
        .isInstanceOf(Listing.Page.class);
  }

  @Test
  void latencyTakesItsTimeAndNoOther() {
    broker.chaos("tree:latency=100ms");

    remote.tree("/", 1, Optional.empty(), in(1));

    assertThat(passed()).isEqualTo(Duration.ofMillis(100));
    assertThat(broker.requests().getFirst().at()).isEqualTo(start);
  }

  @Test
  void aHangLastsUntilTheCallersDeadline() {
    broker.chaos("tree:hang");

    assertThat(code(() -> remote.tree("/", 1, Optional.empty(), in(5)))).isEqualTo(RemoteCode.REMOTE_TIMEOUT);

    assertThat(passed()).isEqualTo(Duration.ofSeconds(5));
    assertThat(broker.running()).isEmpty();
  }

  @Test
  void aHangWithoutADeadlineLastsAsLongAsSilenceMay() {
    broker.chaos("tree:hang");

    Failure.Remote failure = failure(() -> remote.tree("/", 1, Optional.empty(), Deadline.NEVER));

    assertThat(failure.message()).endsWith("the broker fell silent");
    assertThat(passed()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aHangEndsWithinAGlanceWhenTheDeadlineMovesNearer() {
    broker.chaos("tree:hang");
    Instant called = start.plusSeconds(10);
    Patience patience = () -> clock.instant().isBefore(called) ? Deadline.NEVER : new Deadline(Instant.MIN);

    assertThat(code(() -> remote.tree("/", 1, Optional.empty(), patience))).isEqualTo(RemoteCode.REMOTE_TIMEOUT);

    assertThat(passed()).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_250));
  }

  @Test
  void aRateIsSharedAndGoesByPieces() throws IOException {
    broker.put("/a", "x".repeat(10_000));
    broker.chaos("file:rate=1KiB/s");

    read("/a", in(60));
    Duration first = passed();
    read("/a", in(60));

    assertThat(first).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
    assertThat(passed()).isBetween(first.multipliedBy(2).minusSeconds(1), first.multipliedBy(2).plusSeconds(1));
  }

  @Test
  void aSlowBodyIsCutAtTheDeadlineAndKeptAliveByOneThatMoves() throws IOException {
    broker.put("/a", "x".repeat(10_000));
    broker.chaos("file:rate=1KiB/s");

    assertThat(code(() -> remote.read(path("/a"), Lane.EAGER, in(5)))).isEqualTo(RemoteCode.REMOTE_TIMEOUT);
    assertThat(passed()).isEqualTo(Duration.ofSeconds(5));
    assertThat(broker.requests().getFirst().sent()).isBetween(4_000L, 6_000L);

    assertThat(read("/a", () -> in(5))).hasSize(10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset-at=40", "truncate-at=40", "drop-answer", "status=503", "stall-at=40"})
  void whatBreaksOnceIsAskedForAgain(String effect) throws IOException {
    broker.put("/a", "content");
    broker.chaos("file:n=1," + effect);

    assertThat(new String(read(broker.connect(), "/a", in(60)), StandardCharsets.UTF_8)).isEqualTo("content");

    assertThat(broker.requests("file")).hasSize(2).last().satisfies(
        request -> assertThat(request.status()).isEqualTo(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset-at=200", "truncate-at=200", "stall-at=200"})
  void anExportThatBreaksIsLeftWithWhatHadArrived(String effect) {
    broker.put("/a", "content");
    broker.put("/b", "content");
    broker.chaos("export:" + effect);
    List<String> names = new ArrayList<>();

    assertThat(remote.export("/", content -> names.add(content.name()), Deadline.NEVER))
        .isInstanceOf(ExportOutcome.FellThrough.class);

    assertThat(broker.requests("export")).singleElement().satisfies(
        request -> assertThat(request.sent()).isEqualTo(200));
    assertThat(names).hasSizeLessThan(2);
  }

  @Test
  void anAnswerThatIsWrongInItselfIsMadeSo() throws IOException {
    broker.put("/a", "content");
    broker.chaos("file:wrong-hash;tree:empty;export:empty;events:stale-cursor,content-type=text/html");
    EventCursor tip = ((Feed.At) remote.tip(Deadline.NEVER)).tip();

    try (RemoteContent content = content(remote.read(path("/a"), Lane.EAGER, Deadline.NEVER))) {
      assertThat(content.announcedHash()).isPresent().get().isNotEqualTo(Hashes.of("content"));
    }
    assertThat(page(remote.tree("/", 1, Optional.empty(), Deadline.NEVER)).entries()).isEmpty();
    assertThat(remote.export("/", content -> {}, Deadline.NEVER)).isEqualTo(new ExportOutcome.Finished(0));
    assertThat(((Events.Page) remote.events(tip, 10, Deadline.NEVER)).page().events())
        .as("an unknown cursor replays from the start").hasSize(1);
  }

  @Test
  void faultsStopWhenTheyAreReplaced() {
    broker.put("/a", "a");
    broker.chaos("all:status=500;tree:stale-cursor");
    assertThat(code(() -> remote.tree("/", 1, Optional.empty(), in(5)))).isEqualTo(RemoteCode.REMOTE_UNAVAILABLE);

    broker.chaos("");

    assertThat(remote.tree("/", 1, Optional.of(new TreeCursor("/a")), in(5))).isInstanceOf(Listing.Page.class);
  }

  @Test
  void theSameSeedGivesTheSameStory() {
    assertThat(story(3)).isEqualTo(story(3)).isNotEqualTo(story(4));
  }

  @Test
  void aFeedOrAFileCanBeRefusedWhateverChaosDoes() {
    broker.put("/a", "a");
    broker.put("/b", "b");
    broker.standing().refuseFeed(403);
    broker.standing().refuseRead("/a", 403, "forbidden");
    broker.chaos("events:hang");

    assertThat(remote.tip(in(1))).isInstanceOf(Feed.None.class);
    assertThat(remote.read(path("/a"), Lane.EAGER, in(1))).isInstanceOf(ReadOutcome.Failed.class);
    assertThat(remote.read(path("/b"), Lane.EAGER, in(1))).isInstanceOf(ReadOutcome.Received.class);
    broker.standing().refuseFeed(404);
    assertThat(remote.tip(in(1))).isInstanceOf(Feed.None.class);
    broker.standing().lift();
    broker.chaos("");
    assertThat(remote.tip(in(1))).isInstanceOf(Feed.At.class);
  }

  @Test
  void aHookMayChangeTheWorkspaceOrKill() {
    broker.put("/a", "a");
    broker.before(request -> {
      if (request.endpoint().equals("tree")) {
        broker.put("/b", "b");
      } else {
        throw new IllegalStateException("killed");
      }
    });

    assertThat(page(remote.tree("/", 1, Optional.empty(), in(1))).entries()).hasSize(2);
    assertThatThrownBy(() -> remote.tip(in(1))).isInstanceOf(IllegalStateException.class);
    assertThat(broker.requests()).extracting(Request::endpoint).containsExactly("tree", "events");
    assertThat(broker.requests().getLast().forTip()).isTrue();
    assertThat(broker.running()).isEmpty();
  }

  @Test
  void aServerThatLostItsStateCountsFromOneAgain() {
    broker.put("/a", "a");
    broker.put("/a", "newer");
    broker.put("/b", "b");
    EventCursor tip = ((Feed.At) remote.tip(in(1))).tip();

    broker.loseState("/b");

    assertThat(((Feed.At) remote.tip(in(1))).tip()).isNotEqualTo(tip).isEqualTo(new EventCursor("evt_1"));
    assertThat(((Events.Page) remote.events(tip, 10, in(1))).page().events())
        .extracting(event -> event.cursor().value() + " " + event.name()).containsExactly("evt_1 /a");
    assertThat(broker.files().keySet()).containsExactly("/a");
  }

  @Test
  void aTokenMayExpireAndBeRenewed() {
    AtomicBoolean renewed = new AtomicBoolean();
    broker.accept("new-token", "fs:read");
    RemoteWorkspace client = broker.connect(new TokenSource() {
      @Override
      public BearerToken current() {
        return BearerToken.parse(renewed.get() ? "new-token" : broker.usualToken()).orElseThrow();
      }

      @Override
      public BearerToken reread() {
        renewed.set(true);
        return current();
      }
    }, new InMemoryRemoteGate(), options -> options);
    broker.expire(broker.usualToken());

    assertThat(client.tip(in(1))).isInstanceOf(Feed.At.class);
    assertThat(code(() -> remote.tip(in(1)))).isEqualTo(RemoteCode.NOT_AUTHORISED);
    assertThat(broker.requests()).extracting(Request::status).containsExactly(401, 200, 401);
  }

  @Test
  void nobodyIsThereWhileItIsDown() {
    broker.down(true);
    assertThat(code(() -> remote.tip(in(1)))).isEqualTo(RemoteCode.REMOTE_UNAVAILABLE);
    broker.down(false);
    assertThat(remote.healthy(in(1))).isTrue();
  }

  @Test
  void noticesWhoComesTooEarlyAndNobodyElse() {
    broker.chaos("tree:n=1,status=429,code=workspace_busy,retry-after=5;file:n=1,status=429,retry-after=20");
    RemoteWorkspace polite = broker.connect();
    polite.tree("/", 1, Optional.empty(), in(60));
    polite.read(path("/a"), Lane.EAGER, in(60));
    polite.tip(in(60));
    assertThat(passed()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(26));
    assertThat(broker.violations()).isEmpty();

    broker.chaos("tree:n=1,status=429,code=workspace_busy,retry-after=5;file:n=1,status=429,retry-after=20");
    RemoteWorkspace rude = broker.connect(
        TokenSource.fixed(BearerToken.parse(broker.usualToken()).orElseThrow()), new Careless(), options -> options);
    rude.tree("/", 1, Optional.empty(), in(60));
    assertThat(broker.violations()).singleElement().asString().startsWith("tree / came at ");
    rude.read(path("/a"), Lane.EAGER, in(60));
    rude.tip(in(60));
    assertThat(broker.violations()).hasSize(3);
  }

  @RepeatedTest(3)
  void doesNotTakeManyThreadsForOneThatComesTooEarly() throws Exception {
    broker.put("/a", "a");
    broker.chaos("file:p=0.2,status=429,retry-after=1;tree:p=0.2,status=503,retry-after=1");
    RemoteWorkspace shared = broker.connect(options -> options.withTries(new RemoteOptions.Tries(100, Duration.ZERO)));

    List<Callable<Integer>> questions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      questions.add(() -> read(shared, "/a", Deadline.NEVER).length);
      questions.add(() -> page(shared.tree("/", 1, Optional.empty(), Deadline.NEVER)).entries().size());
    }

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> answer : threads.invokeAll(questions)) {
        assertThat(answer.get()).isEqualTo(1);
      }
    }

    assertThat(broker.requests()).filteredOn(request -> request.status() == 200).hasSize(400);
    assertThat(broker.requests()).hasSizeGreaterThan(420);
    assertThat(broker.violations()).isEmpty();
  }

  @Test
  void closingEndsWhatIsRead() throws IOException {
    broker.put("/a", new byte[2_000_000]);
    RemoteContent content = content(remote.read(path("/a"), Lane.EAGER, Deadline.NEVER));

    remote.close();

    assertThatThrownBy(() -> content.body().readAllBytes()).cause().isInstanceOfSatisfying(
        CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Interrupted.class));
    content.close();
    assertThat(broker.running()).isEmpty();
  }

  /** Everything that a hundred reads of a moody broker lead to. */
  private static List<Request> story(long seed) {
    ManualClock clock = new ManualClock();
    VirtualBroker moody = new VirtualBroker(clock, new ManualPauses(clock), seed);
    moody.put("/a", "content");
    moody.chaos("file:p=0.3,status=503;file:p=0.1,hang;file:p=0.2,latency=10ms;file:p=0.2,reset-at=50");
    RemoteWorkspace client = moody.connect();
    for (int i = 0; i < 100; i++) {
      try {
        read(client, "/a", Deadline.after(clock.instant(), Duration.ofSeconds(40)));
      } catch (CisternException e) {
        assertThat(e.failure()).isInstanceOf(Failure.Remote.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(moody.violations()).isEmpty();
    return moody.requests();
  }

  private byte[] read(String path, Patience patience) throws IOException {
    return read(remote, path, patience);
  }

  private static byte[] read(RemoteWorkspace client, String path, Patience patience) throws IOException {
    try (RemoteContent content = content(client.read(path(path), Lane.EAGER, patience))) {
      return content.body().readAllBytes();
    }
  }

  private static RemoteContent content(ReadOutcome outcome) {
    assertThat(outcome).isInstanceOf(ReadOutcome.Received.class);
    return ((ReadOutcome.Received) outcome).content();
  }

  private static TreePage page(Listing listing) {
    return ((Listing.Page) listing).page();
  }

  private static RemoteCode code(ThrowingCallable call) {
    return failure(call).code();
  }

  private static Failure.Remote failure(ThrowingCallable call) {
    CisternException thrown = catchThrowableOfType(CisternException.class, call);
    assertThat(thrown).isNotNull();
    return (Failure.Remote) thrown.failure();
  }

  private static WorkspacePath path(String text) {
    return WorkspacePath.parse(text).orElseThrow();
  }

  private Deadline in(long seconds) {
    return Deadline.after(clock.instant(), Duration.ofSeconds(seconds));
  }

  private Duration passed() {
    return Duration.between(start, clock.instant());
  }

  /** A client's memory that keeps nothing. */
  private static final class Careless implements RemoteBudget {
    @Override
    public Passage ask(String endpoint, Work work, Instant now) {
      return new Passage.Open();
    }

    @Override
    public void holdHome(Instant until, Instant now) {}

    @Override
    public void holdEndpoint(String endpoint, Instant until, Instant now) {}

    @Override
    public void learn(List<ToldWindow> told, Instant now) {}

    @Override
    public Optional<Reading> observed(Instant now) {
      return Optional.empty();
    }

    @Override
    public List<ClosedGate> closed(Instant now) {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
