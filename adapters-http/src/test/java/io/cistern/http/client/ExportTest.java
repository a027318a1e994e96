package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace.ExportOutcome;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.http.testing.Reply;
import io.cistern.http.wire.WireLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExportTest {
  @TempDir
  private Path directory;
  private Fixture it;
  private final List<String> files = new ArrayList<>();

  @BeforeEach
  void open() {
    it = new Fixture(directory);
    it.options = it.options.withLimits(WireLimits.DEFAULT.withInMemory(100));
  }

  @AfterEach
  void close() {
    it.close();
    assertThat(it.spool.held()).isZero();
  }

  @Test
  void deliversEveryFileWhateverItsFormAndSize() {
    String large = Base64.getEncoder().encodeToString("B".repeat(999).getBytes(StandardCharsets.UTF_8));
    it.broker.on("export", Reply.json("[" + String.join(",",
        file("/empty", ""),
        file("/small", "\"content\":\"x\\ny\""),
        file("/text", "\"content\":\"" + "T".repeat(1000) + "\""),
        file("/late", "\"content\":\"" + large + "\",\"encoding\":\"base64\""),
        file("/early",
            "\"contentHash\":\"" + ContentHash.OF_NOTHING + "\",\"encoding\":\"base64\",\"content\":\"" + large
                + "\",\"semantics\":{\"properties\":{\"a\":\"b\"}}"),
        file("/last", "\"content\":\"z\"")) + "]"));

    ExportOutcome outcome = it.remote().export("/", this::take, it.soon());

    assertThat(outcome).isEqualTo(new ExportOutcome.Finished(6));
    assertThat(files).containsExactly(
        "/empty=", "/small=x\ny", "/text=" + "T".repeat(1000), "/late=" + "B".repeat(999), "/early=" + "B".repeat(999),
        "/last=z");
    assertThat(it.spool.opened()).as("only text and late encodings need room").isEqualTo(2);
    assertThat(it.broker.requests().getFirst().query()).containsEntry("format", "json").containsEntry("path", "/");
  }

  @Test
  void passesOverWhatTheSinkDidNotRead() {
    String large = "\"contentHash\":\"" + ContentHash.OF_NOTHING + "\",\"encoding\":\"base64\",\"content\":\""
        + "A".repeat(40_000) + "\"";
    it.broker.on("export", Reply.json("[" + file("/a", large) + "," + file("/b", large) + "]"));

    assertThat(it.remote().export("/", content -> files.add(content.name()), it.soon()))
        .isEqualTo(new ExportOutcome.Finished(2));
    assertThat(files).containsExactly("/a", "/b");
  }

  @Test
  void anEmptyExportIsFinishedWithNothing() {
    it.broker.on("export", Reply.json("[]\n"));

    assertThat(it.remote().export("/", this::take, it.soon())).isEqualTo(new ExportOutcome.Finished(0));
  }

  @ParameterizedTest
  @CsvSource({
      "404, not_found, ''", "404, '', ''", "413, payload_too_large, ''", "400, bad_request, ''",
      "429, workspace_busy, ''",
      "503, unavailable, the exporter is overloaded", "500, export_error, Overloaded"})
  void fallsThroughToTheTreeAtOnce(int status, String code, String message) {
    it.broker.on("export", Reply.status(status, error(code, message)));

    assertThat(it.remote().export("/", this::take, it.soon()))
        .isInstanceOfSatisfying(ExportOutcome.FellThrough.class,
            fell -> assertThat(fell.reason()).contains("" + status));
    assertThat(it.broker.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
      "429, rate_limited, REMOTE_RATE_LIMITED, 4", "429, '', REMOTE_RATE_LIMITED, 4", "429, queue_full, REMOTE_BUSY, 4",
      "500, export_error, REMOTE_UNAVAILABLE, 4", "502, '', REMOTE_UNAVAILABLE, 4", "403, forbidden, FORBIDDEN, 1",
      "401, unauthorized, NOT_AUTHORISED, 1", "410, '', WORKSPACE_GONE, 1"})
  void doesNotFallThroughForOtherRefusals(int status, String code, RemoteCode expected, int tries) {
    it.broker.on("export", Reply.status(status, error(code, "")));

    assertThat(Fixture.remoteFailure(() -> it.remote().export("/", this::take, it.soon())).code()).isEqualTo(expected);
    assertThat(it.broker.requests()).hasSize(tries);
  }

  @ParameterizedTest
  @CsvSource({"truncated", "reset", "malformed", "html"})
  void keepsWhatArrivedWhenTheRestDoesNot(String how) {
    String body = "[" + file("/a", "\"content\":\"x\"") + "," + file("/b", "\"content\":\"y\"") + "]";
    int second = body.indexOf("/b");
    it.broker.on("export", switch (how) {
      case "truncated" -> Reply.truncated(body, second);
      case "reset" -> Reply.reset(body, second);
      case "malformed" -> Reply.json(body.substring(0, second) + "\u0001\"}]");
      default -> Reply.json("<html>");
    });

    assertThat(it.remote().export("/", this::take, it.soon())).isInstanceOf(ExportOutcome.FellThrough.class);
    assertThat(it.broker.requests()).hasSize(1);
    if (how.equals("truncated")) {
      assertThat(files).containsExactly("/a=x");
    }
  }

  @Test
  void fallsThroughWhenABodyBreaksInTheSinksHands() {
    String body = "[" + file("/a", "\"contentHash\":\"" + ContentHash.OF_NOTHING
        + "\",\"encoding\":\"base64\",\"content\":\"" + "A".repeat(60_000) + "\"") + "]";
    it.broker.on("export", Reply.truncated(body, 50_000));

    assertThat(it.remote().export("/", this::take, it.soon())).isInstanceOfSatisfying(
        ExportOutcome.FellThrough.class, fell -> assertThat(fell.reason()).contains("ends too early"));
    assertThat(files).isEmpty();
  }

  @Test
  void passesOnWhatTheSinkThrowsByItself() {
    it.broker.on("export", Reply.json("[" + file("/a", "\"content\":\"x\"") + "]"));

    assertThatThrownBy(() -> it.remote().export("/", content -> {
      throw new IllegalStateException("the disk is full");
    }, it.soon())).isInstanceOf(IllegalStateException.class);
    assertThat(it.broker.requests()).hasSize(1);
  }

  private void take(RemoteContent content) {
    try {
      files.add(content.name() + "=" + new String(content.body().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String path, String rest) {
    return "{\"path\":\"" + path + "\",\"revision\":\"rev_1\"" + (rest.isEmpty() ? "" : "," + rest) + "}";
  }

  private static String error(String code, String message) {
    return code.isEmpty() ? "<html>" : "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";
  }
}
