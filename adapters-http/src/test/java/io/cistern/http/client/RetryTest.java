package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteWorkspace.ExportOutcome;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.http.testing.ManualTime;
import io.cistern.http.testing.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryTest {
  private static final String PAGE = "{\"entries\":[],\"nextCursor\":null}";

  @TempDir
  private Path directory;
  private Fixture it;

  @BeforeEach
  void open() {
    it = new Fixture(directory);
  }

  @AfterEach
  void close() {
    it.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 500, 502, 503, 599})
  void asksFourTimesWithShortPausesWhenTheBrokerIsAtFault(int status) {
    it.broker.on("file", Reply.status(status, "<html>oops</html>"));

    Failure.Remote failure = Fixture.remoteFailure(it::read);

    assertThat(failure.code()).isEqualTo(RemoteCode.REMOTE_UNAVAILABLE);
    assertThat(failure.path()).contains("/a.txt");
    assertThat(it.broker.requests()).hasSize(4);
    assertThat(it.time.passed()).isLessThanOrEqualTo(Duration.ofMillis(100 + 200 + 400));
  }

  @Test
  void getsThroughAfterFaultsResetsAndTruncatedBodies() throws IOException {
    it.broker.on(
        "file", Reply.reset(Fixture.file("x"), 10), Reply.truncated(Fixture.file("x"), 30), Reply.raw(""),
        Reply.json(Fixture.file("x")));

    assertThat(it.bytes()).asString().isEqualTo("x");
    assertThat(it.broker.requests()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 410, 413, 301, 204})
  void asksOnceWhenAskingAgainIsOfNoUse(int status) {
    it.broker.on("tree", Reply.status(status, ""));

    Fixture.remoteFailure(() -> it.remote().tree("/", 10, Optional.empty(), it.soon()));

    assertThat(it.broker.requests()).hasSize(1);
  }

  @Test
  void waitsExactlyAsLongAsItWasTold() throws IOException {
    it.broker.on(
        "file", Reply.status(429, "{\"code\":\"rate_limited\"}", "Retry-After", "7"),
        Reply.status(503, "", "Retry-After", "Fri, 20 Nov 2026 09:00:20 GMT"), Reply.json(Fixture.file("x")));

    it.bytes();

    assertThat(it.time.wakes()).contains(ManualTime.START.plusSeconds(7));
    assertThat(it.now()).isEqualTo(ManualTime.START.plusSeconds(20));
  }

  @Test
  void refusesAtOnceAWaitThatDoesNotFitTheDeadline() {
    it.broker.on("file", Reply.status(429, "{}", "Retry-After", "3600"));

    Failure.Remote first = Fixture.remoteFailure(it::read);
    Failure.Remote second = Fixture.remoteFailure(it::read);

    assertThat(first.code()).isEqualTo(RemoteCode.REMOTE_RATE_LIMITED);
    assertThat(first.notBefore()).contains(ManualTime.START.plusSeconds(3600));
    assertThat(second.notBefore()).contains(ManualTime.START.plusSeconds(3600));
    assertThat(it.broker.requests()).hasSize(1);
    assertThat(it.time.passed()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aRateLimitHoldsEveryRequestOfTheHomeOpensIncluded() {
    it.broker.on("events", Reply.status(429, "", "Retry-After", "3600"));

    Fixture.remoteFailure(() -> it.remote().tip(it.soon()));

    assertThat(Fixture.remoteFailure(() -> it.remote().read(Fixture.A, Lane.ON_DEMAND, it.soon())).code())
        .isEqualTo(RemoteCode.REMOTE_RATE_LIMITED);
    assertThat(Fixture.remoteFailure(() -> it.remote().tree("/", 10, Optional.empty(), it.soon())).notBefore())
        .contains(ManualTime.START.plusSeconds(3600));
    assertThat(Fixture.remoteFailure(() -> it.remote().healthy(it.soon())).code())
        .isEqualTo(RemoteCode.REMOTE_RATE_LIMITED);
    assertThat(it.broker.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"workspace_busy", "queue_full"})
  void aBusyEndpointNeverDelaysAnother(String code) throws IOException {
    it.broker.on("events", Reply.status(429, "{\"code\":\"" + code + "\"}", "Retry-After", "3600"));
    it.broker.on("file", Reply.json(Fixture.file("x")));

    Failure.Remote busy = Fixture.remoteFailure(() -> it.remote().events(EventCursor.START, 10, it.soon()));
    it.bytes();

    assertThat(busy.code()).isEqualTo(RemoteCode.REMOTE_BUSY);
    assertThat(it.time.passed()).isLessThan(Duration.ofSeconds(1));
    assertThat(it.broker.requests("events")).hasSize(1);
  }

  @Test
  void aBusyExportHoldsTheNextExportAndNotTheTree() {
    it.broker.on("export", Reply.status(429, "{\"code\":\"workspace_busy\"}", "Retry-After", "3600"));
    it.broker.on("tree", Reply.json(PAGE));

    assertThat(it.remote().export("/", content -> {}, it.soon())).isInstanceOf(ExportOutcome.FellThrough.class);
    it.remote().tree("/", 10, Optional.empty(), it.soon());
    Failure.Remote held = Fixture.remoteFailure(() -> it.remote().export("/", content -> {}, it.soon()));

    assertThat(held.notBefore()).contains(ManualTime.START.plusSeconds(3600));
    assertThat(it.broker.requests("export")).hasSize(1);
  }

  @Test
  void asksNothingWhenTheDeadlineHasPassed() {
    Deadline passed = new Deadline(ManualTime.START);

    assertThat(Fixture.remoteFailure(() -> it.remote().tip(passed)).code()).isEqualTo(RemoteCode.REMOTE_TIMEOUT);
    assertThat(it.broker.requests()).isEmpty();
  }

  @Test
  void readsTheTokenAgainOnceWhenItIsRefused() throws IOException {
    it.tokens = new ChangingTokens("old-token", "new-token");
    it.broker.on("file", request -> request.headers().get("authorization").equals("Bearer new-token")
        ? Reply.json(Fixture.file("x"))
        : Reply.status(401, "{\"code\":\"unauthorized\"}"));

    it.bytes();
    it.bytes();

    assertThat(it.broker.requests()).hasSize(3);
  }

  @Test
  void givesUpWhenTheTokenIsRefusedAndHasNotChanged() {
    it.broker.on("file", Reply.status(401, "{\"code\":\"unauthorized\",\"message\":\"s3cr3t-token has expired\"}"));

    Failure.Remote failure = Fixture.remoteFailure(it::read);

    assertThat(failure.code()).isEqualTo(RemoteCode.NOT_AUTHORISED);
    assertThat(failure.message()).contains("(token) has expired").doesNotContain("s3cr3t");
    assertThat(it.broker.requests()).hasSize(1);
  }

  @Test
  void givesUpWhenTheNewTokenIsRefusedToo() {
    it.tokens = new ChangingTokens("old-token", "new-token", "newer-token");
    it.broker.on("file", Reply.status(401, ""));

    assertThat(Fixture.remoteFailure(it::read).code()).isEqualTo(RemoteCode.NOT_AUTHORISED);
    assertThat(it.broker.requests()).hasSize(2);
  }

  @Test
  void saysWhatTheBrokerSaidAndKeepsItPlain() {
    it.broker.on("tree", Reply.status(
        403, "{\"code\":\"forbidden\",\"message\":\"no\\u001b[31m \\u202e\\nway" + "x".repeat(5000) + "\"}"));

    Failure.Remote failure =
        Fixture.remoteFailure(() -> it.remote().tree("/docs", 10, Optional.empty(), it.soon()));

    assertThat(failure.message()).startsWith(
        "listing /docs: " + it.broker.address() + " answered 403 forbidden (no?[31m ??wayxxx");
    assertThat(failure.message()).hasSizeLessThan(400);
  }

  @Test
  void answersGoneAlsoAfterAFault() {
    it.broker.on("file", Reply.status(500, ""), Reply.status(404, ""));

    assertThat(it.read()).isEqualTo(new ReadOutcome.Gone());
  }

  @Test
  void failsWithinItsTriesWhenNobodyListens() {
    it.broker.close();

    assertThat(Fixture.remoteFailure(it::read).code()).isEqualTo(RemoteCode.REMOTE_UNAVAILABLE);
  }

  /** Changes each time it is read again. */
  private static final class ChangingTokens implements TokenSource {
    private final String[] values;
    private int at;

    private ChangingTokens(String... values) {
      this.values = values;
    }

    @Override
    public BearerToken current() {
      return BearerToken.parse(values[at]).orElseThrow();
    }

    @Override
    public BearerToken reread() {
      at = Math.min(at + 1, values.length - 1);
      return current();
    }
  }
}
