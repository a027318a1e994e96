package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.http.client.RemoteOptions.Tries;
import io.cistern.http.client.RemoteOptions.Waits;
import io.cistern.http.testing.Reply;
import io.cistern.http.wire.WireLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the real clock, because what hangs here are real sockets; each broker here would hang for ever. */
@Timeout(300)
final class DeadlineTest {
  private static final String LARGE =
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"encoding\":\"base64\",\"contentHash\":\""
          + ContentHash.OF_NOTHING + "\",\"content\":\"" + "A".repeat(8000) + "\"}";

  @TempDir
  private Path directory;
  private Fixture it;
  private final List<Socket> waiting = new ArrayList<>();

  @BeforeEach
  void open() {
    it = new Fixture(directory);
    it.options = RemoteOptions.defaults();
  }

  @AfterEach
  void close() throws IOException {
    it.close();
    for (Socket socket : waiting) {
      socket.close();
    }
  }

  static Reply[] repliesWithoutEnd() {
    return new Reply[]{
        Reply.hang(), Reply.trickle(), Reply.stalled(Fixture.file("hello"), 20),
        Reply.streamed(out -> {
          while (true) {
            out.write("[[[[".getBytes(StandardCharsets.UTF_8));
            out.flush();
            out.write("]]]],".getBytes(StandardCharsets.UTF_8));
          }
        })};
  }

  @ParameterizedTest
  @MethodSource("repliesWithoutEnd")
  void nothingHoldsACallerPastItsDeadline(Reply reply) {
    it.broker.on("file", reply);
    it.broker.on("tree", reply);

    Failure.Remote listing = Fixture.remoteFailure(() -> it.remote().tree("/", 10, Optional.empty(), in(300)));

    assertThat(listing.code()).isIn(RemoteCode.REMOTE_TIMEOUT, RemoteCode.REMOTE_BROKEN_ANSWER);
    ReadOutcome outcome;
    try {
      outcome = it.remote().read(Fixture.A, Lane.EAGER, in(300));
    } catch (CisternException e) {
      outcome = new ReadOutcome.Failed((Failure.Remote) e.failure());
    }
    assertThat(Fixture.failed(outcome).code()).isIn(RemoteCode.REMOTE_TIMEOUT, RemoteCode.REMOTE_BROKEN_ANSWER);
  }

  @Test
  void saysThatItWasTheDeadlineWhichCutItOff() {
    it.broker.on("file", Reply.trickle());

    Failure.Remote failure = Fixture.remoteFailure(() -> it.remote().read(Fixture.A, Lane.EAGER, in(200)));

    assertThat(failure.code()).isEqualTo(RemoteCode.REMOTE_TIMEOUT);
    assertThat(failure.message()).isEqualTo("reading /a.txt: no complete answer before the deadline");
  }

  @Test
  void theDeadlineHoldsWhileABodyIsHandedOn() throws IOException {
    it.options = it.options.withLimits(WireLimits.DEFAULT.withInMemory(100));
    it.broker.on("file", Reply.stalled(LARGE, 4000));

    AtomicReference<Deadline> deadline = new AtomicReference<>(Deadline.NEVER);
    try (RemoteContent content = received(deadline::get)) {
      deadline.set(in(300));
      assertThatThrownBy(() -> content.body().readAllBytes()).cause().isInstanceOfSatisfying(
          CisternException.class,
          e -> assertThat(((Failure.Remote) e.failure()).code()).isEqualTo(RemoteCode.REMOTE_TIMEOUT));
    }
  }

  @Test
  void silenceEndsATryBeforeTheDeadlineDoes() {
    it.options = it.options.withWaits(new Waits(Duration.ofSeconds(10), Duration.ofMillis(200)))
        .withTries(new Tries(2, Duration.ofMillis(1)));
    it.broker.on("file", Reply.stalled(Fixture.file("hello"), 20));

    Failure.Remote failure = Fixture.remoteFailure(() -> it.remote().read(Fixture.A, Lane.EAGER, in(60_000)));

    assertThat(failure.message()).endsWith("the broker fell silent");
    while (it.broker.requests().size() < 2) {
      Thread.onSpinWait(); // a broker that is slow hears of the second one when the client has given it up
    }
    assertThat(it.broker.requests()).hasSize(2);
  }

  @Test
  void anExportThatFallsSilentIsLeftForTheTree() {
    it.options = it.options.withWaits(new Waits(Duration.ofSeconds(10), Duration.ofMillis(200)));
    it.broker.on("export", Reply.stalled("[" + Fixture.file("hello") + "]", 20));

    assertThat(it.remote().export("/", content -> {}, in(60_000)))
        .isInstanceOf(RemoteWorkspace.ExportOutcome.FellThrough.class);
  }

  @Test
  void closingABodyThatWasNotReadDoesNotWaitForTheRest() throws IOException {
    it.options = it.options.withLimits(WireLimits.DEFAULT.withInMemory(100))
        .withConnections(new RemoteOptions.Connections(1, 1));
    it.broker.on("file", Reply.stalled(LARGE, 4000), Reply.json(Fixture.file("x")));

    received(in(60_000)).close();

    try (RemoteContent content = received(in(60_000))) {
      assertThat(content.body().readAllBytes()).asString().isEqualTo("x");
    }
  }

  @Test
  void nothingHoldsACallerWhileTheConnectionIsMade() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RemoteWorkspace remote = HttpRemote.connect(
            URI.create("https://localhost:" + silent.getLocalPort() + "/v1/workspaces/ws"),
            TokenSource.fixed(Fixture.TOKEN), it.spool)) {
      assertThat(Fixture.remoteFailure(() -> remote.read(Fixture.A, Lane.EAGER, in(300))).code())
          .as("a handshake without an answer").isEqualTo(RemoteCode.REMOTE_TIMEOUT);
      fill(silent);
      assertThat(Fixture.remoteFailure(() -> remote.read(Fixture.A, Lane.EAGER, in(300))).code())
          .as("a queue that is full").isEqualTo(RemoteCode.REMOTE_TIMEOUT);
    }
  }

  /** Connects until nobody else can. */
  private void fill(ServerSocket listener) throws IOException {
    for (int i = 0; i < 10; i++) {
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(listener.getLocalSocketAddress(), 100);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  @Test
  void closingWakesWhoeverWaitsForTheBrokersPermission() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    it.broker.on("file", request -> {
      refused.countDown();
      return Reply.status(429, "", "Retry-After", "86400");
    });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ReadOutcome> read = threads.submit(() -> it.remote().read(Fixture.A, Lane.EAGER, Deadline.NEVER));
      refused.await();
      it.remote().close();

      assertThatThrownBy(read::get).cause().isInstanceOfSatisfying(
          CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Interrupted.class));
    }
  }

  private RemoteContent received(Patience deadline) {
    return ((ReadOutcome.Received) it.remote().read(Fixture.A, Lane.EAGER, deadline)).content();
  }

  private static Deadline in(long millis) {
    return Deadline.after(Instant.now(), Duration.ofMillis(millis));
  }
}
