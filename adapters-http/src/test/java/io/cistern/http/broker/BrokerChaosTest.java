package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.http.broker.Fixture.Got;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each fault as a client meets it. */
final class BrokerChaosTest {
  /** Milliseconds; more than the slowest machine takes for the next byte of an answer that comes. */
  private static final int LONG = 60_000;

  @TempDir
  Path state;

  private Fixture broker;

  @AfterEach
  void stop() {
    broker.close();
  }

  private void start(String spec) {
    broker = Fixture.withChaos(state, spec);
    broker.store.place("/a", "a".repeat(10_000));
    broker.store.place("/b", "b");
  }

  /** What arrives on the wire before it ends or stalls, and how. */
  private record Heard(String text, Class<? extends Exception> end) {
    int bodyBytes() {
      int start = text.indexOf("\r\n\r\n");
      return start < 0 ? 0
          : (int) text.substring(start + 4).lines().filter(line -> line.contains("\"")
              || line.contains("aaaa")).mapToLong(String::length).sum();
    }
  }

  private Heard listen(String route, int patienceMillis) throws IOException {
    return listen(route, patienceMillis, Integer.MAX_VALUE, patienceMillis);
  }

  /** With another patience for what comes after so many bytes of the body. */
  private Heard listen(String route, int patienceMillis, int bytes, int afterMillis) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.running.port())) {
      socket.setSoTimeout(patienceMillis);
      socket.getOutputStream().write(("GET /v1/workspaces/ws_demo/" + route + " HTTP/1.1\r\nHost: x\r\n"
          + "Connection: close\r\nX-Correlation-Id: c\r\nAuthorization: Bearer " + broker.token() + "\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      for (int c = in.read(); c >= 0; c = in.read()) {
        text.append((char) c);
        if (text.length() > bytes && new Heard(text.toString(), EOFException.class).bodyBytes() >= bytes) {
          socket.setSoTimeout(afterMillis);
        }
      }
      return new Heard(text.toString(), EOFException.class);
    } catch (SocketTimeoutException e) {
      return new Heard(text.toString(), SocketTimeoutException.class);
    } catch (SocketException e) {
      return new Heard(text.toString(), SocketException.class);
    }
  }

  @Test
  void answersAStatusInsteadOfHandling() throws Exception {
    start("put:status=429,code=workspace_busy,message=later,retry-after=2");

    Got got = broker.put("/new", "0", "{}");
    assertThat(got.status()).isEqualTo(429);
    assertThat(got.header("Retry-After")).isEqualTo("2");
    assertThat(got.code()).isEqualTo("workspace_busy");
    assertThat(got.json().get("message").asString()).isEqualTo("later");
    assertThat(broker.get("fs/file?path=/new").status()).isEqualTo(404);
  }

  @Test
  void answersLaterWithLatency() throws Exception {
    start("tree:latency=30ms");

    assertThat(broker.get("fs/tree").status()).isEqualTo(200);
  }

  @Test
  void neverAnswersWhenItHangs() throws Exception {
    start("export:hang");

    assertThat(listen("fs/export", 200)).isEqualTo(new Heard("", SocketTimeoutException.class));
    assertThat(broker.get("fs/tree").status()).isEqualTo(200);
  }

  @Test
  void resetsTheConnectionAfterSomeBytes() throws Exception {
    start("file:reset-at=4000");

    Heard heard = listen("fs/file?path=/a", LONG);
    assertThat(heard.end()).isEqualTo(SocketException.class);
    assertThat(heard.text()).startsWith("HTTP/1.1 200");
    assertThat(heard.bodyBytes()).isEqualTo(4000);
  }

  @Test
  void resetsTheConnectionBeforeAnyByte() throws Exception {
    start("file:reset-at=0");

    assertThat(listen("fs/file?path=/a", LONG).end()).isEqualTo(SocketException.class);
  }

  @Test
  void endsABodyEarlyAsThoughItWereComplete() throws Exception {
    start("file:truncate-at=100");

    Got got = broker.get("fs/file?path=/a");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.response().body()).hasSize(100);
  }

  @Test
  void stallsInTheMiddleOfABody() throws Exception {
    start("file:stall-at=4000");

    Heard heard = listen("fs/file?path=/a", LONG, 4000, 300);
    assertThat(heard.end()).isEqualTo(SocketTimeoutException.class);
    assertThat(heard.bodyBytes()).isEqualTo(4000);
  }

  @Test
  void handlesARequestAndDropsTheAnswer() throws Exception {
    start("put:drop-answer;file:drop-answer,path=/b");

    assertThatThrownBy(() -> broker.put("/new", "0", "{\"content\":\"x\"}")).isInstanceOf(IOException.class);
    assertThat(broker.get("fs/file?path=/new").json().get("content").asString()).isEqualTo("x");
    assertThat(listen("fs/file?path=/b", LONG)).isEqualTo(new Heard("", EOFException.class));
  }

  @Test
  void liesAboutHashes() throws Exception {
    start("file:wrong-hash,n=1");

    JsonNode wrong = broker.get("fs/file?path=/a").json();
    JsonNode right = broker.get("fs/file?path=/a").json();
    assertThat(wrong.get("contentHash").asString()).hasSize(64).isNotEqualTo(right.get("contentHash").asString());
    assertThat(wrong.get("content")).isEqualTo(right.get("content"));
  }

  @Test
  void namesAnotherContentType() throws Exception {
    start("tree:content-type=text/html");

    assertThat(broker.get("fs/tree").header("Content-Type")).isEqualTo("text/html");
  }

  @Test
  void pretendsThatNothingIsThere() throws Exception {
    start("export:empty;tree:empty;events:empty;file:empty");

    assertThat(broker.get("fs/export").response().body()).isEqualTo("[]\n");
    assertThat(broker.get("fs/tree").response().body())
        .isEqualTo("{\"path\":\"/\",\"entries\":[],\"nextCursor\":null}\n");
    assertThat(broker.get("fs/events").json().get("events").isEmpty()).isTrue();
    assertThat(broker.get("fs/file?path=/a").json().get("content").asString()).isEmpty();
  }

  @Test
  void forgetsItsCursors() throws Exception {
    start("tree:stale-cursor;events:stale-cursor");

    assertThat(broker.get("fs/tree").status()).isEqualTo(200);
    assertThat(broker.get("fs/tree?cursor=/a").status()).isEqualTo(400);
    assertThat(broker.get("fs/events?cursor=evt_1").json().get("events")).hasSize(2);
  }

  @Test
  void slowsABodyDown() throws Exception {
    start("file:rate=1MiB/s");

    assertThat(broker.get("fs/file?path=/a").json().get("content").asString()).hasSize(10_000);
  }

  @Test
  void leavesTheHealthRouteAlone() throws Exception {
    start("all:status=503");

    assertThat(broker.get("ops").status()).isEqualTo(503);
    assertThat(broker.send(HttpRequest.newBuilder(URI.create(broker.running.baseUrl() + "/health"))).status())
        .isEqualTo(200);
  }
}
