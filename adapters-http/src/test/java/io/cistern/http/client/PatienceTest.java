package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.http.testing.ManualTime;
import io.cistern.http.testing.Reply;
import io.cistern.http.wire.WireLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deadlines that move while a request runs; on the real clock, because real sockets hang here. */
@Timeout(300)
final class PatienceTest {
  private static final Deadline LONG_AGO = new Deadline(Instant.EPOCH);
  private static final Duration FIRST = Duration.ofMillis(400);

  /** Handed on while it arrives: the hash is known before the content. */
  private static final String LARGE =
      "{\"path\":\"/a.txt\",\"revision\":\"r\",\"encoding\":\"base64\",\"contentHash\":\""
          + ContentHash.OF_NOTHING + "\",\"content\":\"" + "A".repeat(8000) + "\"}";

  @TempDir
  private Path directory;
  private Fixture it;

  @BeforeEach
  void open() {
    it = new Fixture(directory);
    it.options = RemoteOptions.defaults().withLimits(WireLimits.DEFAULT.withInMemory(100));
  }

  @AfterEach
  void close() {
    it.close();
  }

  @Test
  void aDeadlineThatMovesOnKeepsAHeadAliveThatComesLate() throws IOException {
    Moving patience = new Moving();
    it.broker.on("file", (request) -> (socket, closed) -> {
      patience.firstHasPassed.await();
      return Reply.json(Fixture.file("late")).send(socket, closed);
    });

    assertThat(text(it.remote().read(Fixture.A, Lane.EAGER, patience))).isEqualTo("late");
  }

  @Test
  void aDeadlineThatMovesOnKeepsABodyAliveThatTrickles() throws IOException {
    Moving patience = new Moving();
    it.broker.on("file", trickling(LARGE, () -> {}, patience.firstHasPassed));

    assertThat(text(it.remote().read(Fixture.A, Lane.EAGER, patience))).hasSize(6000);
  }

  @Test
  void aDeadlineThatStandsStillCutsTheSameBodyOff() {
    Fixed patience = new Fixed();
    it.broker.on("file", trickling(LARGE, patience::begin, patience.hasPassed));

    assertThatThrownBy(() -> text(it.remote().read(Fixture.A, Lane.EAGER, patience)))
        .cause().isInstanceOfSatisfying(CisternException.class, PatienceTest::cameTooLate);
  }

  @ParameterizedTest
  @EnumSource(Lane.class)
  void aDeadlineThatMovesNearerBreaksOffAHeadThatHangs(Lane lane) {
    AtomicBoolean asked = new AtomicBoolean();
    it.broker.on("file", request -> {
      asked.set(true);
      return Reply.hang();
    });

    Failure.Remote failure = Fixture.remoteFailure(() -> it.remote().read(Fixture.A, lane, onTheTimer(asked)));

    assertThat(failure.message()).isEqualTo("reading /a.txt: no complete answer before the deadline");
    assertThat(it.broker.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Lane.class)
  void aDeadlineThatMovesNearerBreaksOffABodyThatHangs(Lane lane) {
    AtomicBoolean handedOn = new AtomicBoolean();
    it.broker.on("file", Reply.stalled(LARGE, 4000));
    ReadOutcome outcome = it.remote().read(Fixture.A, lane, onTheTimer(handedOn));
    handedOn.set(true);

    assertThatThrownBy(() -> text(outcome))
        .cause().isInstanceOfSatisfying(CisternException.class, PatienceTest::cameTooLate);
  }

  @ParameterizedTest
  @EnumSource(Lane.class)
  void aDeadlineThatMovesNearerEndsTheReadingOfABodyThatComes(Lane lane) {
    AtomicReference<Deadline> deadline = new AtomicReference<>(Deadline.NEVER);
    it.broker.on("file", Reply.json(LARGE.replace("A".repeat(8000), "A".repeat(800_000))));
    ReadOutcome outcome = it.remote().read(Fixture.A, lane, deadline::get);
    deadline.set(LONG_AGO);

    assertThatThrownBy(() -> text(outcome))
        .cause().isInstanceOfSatisfying(CisternException.class, PatienceTest::cameTooLate);
  }

  @Test
  void aDeadlineThatMovesNearerBreaksOffAnExport() {
    AtomicBoolean asked = new AtomicBoolean();
    it.broker.on("export", Reply.stalled("[" + LARGE + "," + LARGE + "]", 10_000));

    Failure.Remote failure = Fixture.remoteFailure(
        () -> it.remote().export("/", content -> asked.set(true), onTheTimer(asked)));

    assertThat(failure.code()).isEqualTo(RemoteCode.REMOTE_TIMEOUT);
  }

  @Test
  void aDeadlineThatMovesNearerEndsTheWaitForTheBrokersPermission() {
    ManualTime time = it.time;
    it.options = it.options.withSurroundings(
        new RemoteOptions.Surroundings(time, time, new InMemoryRemoteGate(), 42));
    it.broker.on("file", Reply.status(429, "{\"code\":\"rate_limited\"}", "Retry-After", "3600"));
    Duration called = Duration.ofSeconds(5);

    Failure.Remote failure = Fixture.remoteFailure(() -> it.remote().read(
        Fixture.A, Lane.EAGER, () -> time.passed().compareTo(called) < 0 ? Deadline.NEVER : LONG_AGO));

    assertThat(failure.code()).isEqualTo(RemoteCode.REMOTE_RATE_LIMITED);
    assertThat(time.passed()).isBetween(called, called.plus(Transport.GLANCE));
  }

  @Test
  void aRefusalWhoseBodyHangsIsHeededAllTheSame() {
    it.options = it.options.withSurroundings(new RemoteOptions.Surroundings(
        InstantSource.system(), it.time, new InMemoryRemoteGate(), 42));
    Fixed patience = new Fixed();
    it.broker.on("file", request -> (socket, closed) -> {
      String head = "HTTP/1.1 429 Later\r\nRetry-After: 3600\r\nContent-Length: 9\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      patience.begin();
      closed.await();
      return false;
    });

    Fixture.remoteFailure(() -> it.remote().read(Fixture.A, Lane.EAGER, patience));

    assertThat(Fixture.remoteFailure(() -> it.remote().tip(in(Duration.ofMinutes(1)))).code())
        .isEqualTo(RemoteCode.REMOTE_RATE_LIMITED);
    assertThat(it.broker.requests()).hasSize(1);
  }

  @Test
  void theDeadlineHoldsWhileARequestWaitsForAConnection() {
    it.options = it.options.withConnections(new RemoteOptions.Connections(1, 1));
    it.broker.on("file", Reply.stalled(LARGE, 4000));
    ReadOutcome first = it.remote().read(Fixture.A, Lane.EAGER, Deadline.NEVER);

    Failure.Remote second = Fixture.remoteFailure(() -> it.remote().tree("/", 1, Optional.empty(), in(FIRST)));

    assertThat(second.message()).isEqualTo("listing /: no complete answer before the deadline");
    ((ReadOutcome.Received) first).content().close();
  }

  @ParameterizedTest
  @EnumSource(BodyForm.class)
  void anOpenWaitsForTheHeadUntilItsDeadlineAndForTheBodyBeyond(BodyForm form) throws IOException {
    Fixed patience = new Fixed();
    Reply trickling = trickling(form.body, () -> {}, patience.hasPassed);
    it.broker.on("file", request -> {
      patience.begin();
      return trickling;
    });

    assertThat(text(it.remote().read(Fixture.A, Lane.ON_DEMAND, patience))).hasSize(6000);
  }

  @Test
  void anOpenWhoseHeadDoesNotComeEndsAtItsDeadline() {
    it.broker.on("file", Reply.hang());

    assertThat(Fixture.remoteFailure(() -> it.remote().read(Fixture.A, Lane.ON_DEMAND, in(FIRST))).code())
        .isEqualTo(RemoteCode.REMOTE_TIMEOUT);
  }

  @Test
  void anOpenWhoseBodyBreaksAfterTheDeadlineIsNotAskedForAgain() {
    Fixed patience = new Fixed();
    it.broker.on("file", request -> (socket, closed) -> {
      patience.begin();
      Reply.truncated(BodyForm.READ_TO_ITS_END.body, 100).send(socket, closed);
      socket.getOutputStream().flush();
      patience.hasPassed.await();
      return false;
    });

    ReadOutcome outcome = it.remote().read(Fixture.A, Lane.ON_DEMAND, patience);

    assertThat(Fixture.failed(outcome).message()).contains("ends too early");
    assertThat(it.broker.requests()).hasSize(1);
  }

  /** Whether a body can be handed on while it arrives. */
  enum BodyForm {
    HANDED_ON(LARGE), READ_TO_ITS_END(Fixture.file("B".repeat(6000)));

    private final String body;

    BodyForm(String body) {
      this.body = body;
    }
  }

  private static Reply trickling(String body, Runnable onHalf, CountDownLatch rest) {
    int half = body.length() / 2;
    return Reply.streamed(out -> {
      out.write(body.substring(0, half).getBytes(StandardCharsets.UTF_8));
      out.flush();
      onHalf.run();
      try {
        rest.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      out.write(body.substring(half).getBytes(StandardCharsets.UTF_8));
    });
  }

  private static void cameTooLate(CisternException thrown) {
    assertThat(((Failure.Remote) thrown.failure()).code()).isEqualTo(RemoteCode.REMOTE_TIMEOUT);
  }

  private static String text(ReadOutcome outcome) throws IOException {
    try (RemoteContent content = ((ReadOutcome.Received) outcome).content()) {
      return new String(content.body().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Tells only the timer that it is over, so that nothing but a cut can end the request. */
  private static Patience onTheTimer(AtomicBoolean over) {
    return () -> over.get() && Thread.currentThread().getName().equals("cistern-http-deadlines")
        ? LONG_AGO
        : Deadline.NEVER;
  }

  private static Deadline in(Duration within) {
    return Deadline.after(Instant.now(), within);
  }

  /** Somebody who grants more time whenever asked near the end, and says when the first deadline has passed. */
  private static final class Moving implements Patience {
    private final Deadline first = in(FIRST);
    private final CountDownLatch firstHasPassed = new CountDownLatch(1);

    @Override
    public Deadline deadline() {
      Instant now = Instant.now();
      if (first.passed(now)) {
        firstHasPassed.countDown();
      }
      return first.left(now).compareTo(FIRST.dividedBy(2)) > 0 ? first : Deadline.after(now, FIRST);
    }
  }

  /**
   * Somebody who grants nothing, and says when the deadline has passed. It is counted from when the broker has been asked,
   * or has begun to answer, so that a slow machine gets an answer at all; an open must know it before the head comes.
   */
  private static final class Fixed implements Patience {
    private final AtomicReference<Deadline> deadline = new AtomicReference<>(Deadline.NEVER);
    private final CountDownLatch hasPassed = new CountDownLatch(1);

    void begin() {
      deadline.set(in(FIRST.multipliedBy(6)));
    }

    @Override
    public Deadline deadline() {
      if (deadline.get().passed(Instant.now())) {
        hasPassed.countDown();
      }
      return deadline.get();
    }
  }
}
