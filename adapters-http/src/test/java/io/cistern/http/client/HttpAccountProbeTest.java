package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.contract.AccountProbeContract;
import io.cistern.application.port.AccountProbe;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.probe.Window;
import io.cistern.http.testing.ManualTime;
import io.cistern.http.testing.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpAccountProbeTest extends AccountProbeContract {
  private static final String USAGE = "{\"schema\":\"cistern.usage/1\",\"account\":\"agent-7\",\"plan\":null,"
      + "\"windows\":[{\"label\":\"requests/h\",\"limit\":5000,\"used\":3,\"remaining\":4997,"
      + "\"resetsAt\":\"2026-11-27T03:00:00Z\",\"more\":[1]}]}";

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

  @Override
  protected AccountProbe asking(Broker broker) {
    switch (broker) {
      case TELLS -> it.broker.on("usage", Reply.json(USAGE));
      case KNOWS_NO_SUCH_QUESTION -> it.broker.on("usage", Reply.status(404, ""));
      case REFUSES_THE_TOKEN -> it.broker.on("usage", Reply.status(401, ""));
      case IS_DOWN -> it.broker.on("usage", Reply.status(503, ""));
      case NO_TOKEN -> it.tokens = new NoToken();
    }
    return probe();
  }

  private AccountProbe probe() {
    URI url = it.broker.workspace("ws_demo");
    return HttpAccountProbe.of(url.getScheme() + "://" + url.getRawAuthority(), it.tokens, it.options);
  }

  private Reading ask() {
    try (AccountProbe probe = probe()) {
      return probe.usage(it.soon());
    }
  }

  private static final class NoToken implements TokenSource {
    @Override
    public BearerToken current() {
      throw new CisternException(new Failure.NoToken("none here"));
    }

    @Override
    public BearerToken reread() {
      return current();
    }
  }

  @Test
  void readsWhatTheAccountHasLeft() {
    it.broker.on("usage", Reply.json(USAGE));

    Reading reading = ask();

    assertThat(reading.status()).isEqualTo(ReadingStatus.AVAILABLE);
    assertThat(reading.source()).isEqualTo(ReadingSource.BROKER);
    assertThat(reading.account()).contains("agent-7");
    assertThat(reading.plan()).isEmpty();
    assertThat(reading.fetchedAt()).isEqualTo(ManualTime.START);
    assertThat(reading.windows())
        .containsExactly(new Window("requests/h", 5000, 3, 4997, Instant.parse("2026-11-27T03:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({"404, UNSUPPORTED", "401, INVALID_CREDENTIAL", "403, INVALID_CREDENTIAL", "503, UNAVAILABLE",
      "301, UNSUPPORTED", "410, UNSUPPORTED"})
  void aRefusalIsAReadingThatSaysWhy(int status, ReadingStatus expected) {
    it.broker.on("usage", Reply.status(status, ""));

    assertThat(ask().status()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>hello</html>", "{\"windows\":[]}", "[]", "{\"schema\":\"cistern.usage/2\"}",
      "{\"schema\":\"cistern.usage/1\",\"windows\":[{\"label\":\"x\",\"limit\":-1}]}",
      "{\"schema\":\"cistern.usage/1\"}x"})
  void anAnswerThatIsNoUsageComesFromABrokerWithoutOne(String body) {
    it.broker.on("usage", Reply.json(body));

    assertThat(ask().status()).isEqualTo(ReadingStatus.UNSUPPORTED);
  }

  @Test
  void aHomeThatIsHeldBackIsNotAskedFor() {
    it.options.surroundings().gate().holdHome(it.now().plusSeconds(3600), it.now());

    assertThat(ask().status()).isEqualTo(ReadingStatus.UNAVAILABLE);
    assertThat(it.broker.requests()).isEmpty();
  }

  @Test
  void withoutATokenNothingIsAsked() {
    it.tokens = new NoToken();

    assertThat(ask().status()).isEqualTo(ReadingStatus.NO_CREDENTIAL);
    assertThat(it.broker.requests()).isEmpty();
  }
}
