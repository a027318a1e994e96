package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.http.broker.Fixture.Got;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class BrokerReadTest {
  @TempDir
  Path state;

  private Fixture broker;

  @BeforeEach
  void start() {
    broker = new Fixture(state);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void saysThatItIsWellWithoutAToken() throws Exception {
    Got health = broker.send(HttpRequest.newBuilder(URI.create(broker.running.baseUrl() + "/health")));

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.response().body()).isEqualTo("{\"status\":\"ok\"}\n");
    assertThat(health.header("Content-Type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fs/nothing", "fs/tree/", "fs", "", "fs/ws", "fs/merge", "fs/query", "ops/a/b"})
  void answersWhatIsNoRouteWithNotFound(String route) throws Exception {
    Got got = broker.get(route);

    assertThat(got.status()).isEqualTo(404);
    assertThat(got.json().toString())
        .isEqualTo("{\"code\":\"not_found\",\"message\":\"route not found\",\"correlationId\":\"c-77aa\"}");
  }

  @Test
  void answersAnotherMethodWithNotFound() throws Exception {
    assertThat(broker.send(broker.request("fs/tree").POST(BodyPublishers.noBody())).status()).isEqualTo(404);
    assertThat(broker.send(broker.request("fs/tree").method("HEAD", BodyPublishers.noBody())).status())
        .isEqualTo(404);
    assertThat(broker.send(broker.request("fs/tree").method("OPTIONS", BodyPublishers.noBody())).status())
        .isEqualTo(404);
  }

  @Test
  void listsAnEmptyWorkspaceAndAnUnknownDirectoryAsEmpty() throws Exception {
    assertThat(broker.get("fs/tree").response().body())
        .isEqualTo("{\"path\":\"/\",\"entries\":[],\"nextCursor\":null}\n");
    assertThat(broker.get("fs/tree?path=nowhere/").response().body())
        .isEqualTo("{\"path\":\"/nowhere\",\"entries\":[],\"nextCursor\":null}\n");
  }

  @Test
  void listsFilesWithTheFieldsOfTheContract() throws Exception {
    broker.store.place("/Notes/2026/plan.md", "test");
    broker.store.place("/Notes/2026/empty", "");

    assertThat(broker.get("fs/tree?path=%2FNotes&depth=2").response().body()).isEqualTo(
        "{\"path\":\"/Notes\",\"entries\":["
            + "{\"path\":\"/Notes/2026\",\"type\":\"dir\",\"revision\":\"dir\"},"
            + "{\"path\":\"/Notes/2026/empty\",\"type\":\"file\",\"revision\":\"rev_2\",\"contentHash\":"
            + "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"provider\":\"notes\","
            + "\"updatedAt\":\"2026-01-01T00:00:00Z\"},"
            + "{\"path\":\"/Notes/2026/plan.md\",\"type\":\"file\",\"revision\":\"rev_1\",\"contentHash\":"
            + "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\",\"provider\":\"notes\","
            + "\"size\":4,\"updatedAt\":\"2026-01-01T00:00:00Z\"}],"
            + "\"nextCursor\":null,\"totalFiles\":2}\n");
  }

  @Test
  void cutsTrailingZerosOfTimes() throws Exception {
    broker.clock.advance(Duration.ofMillis(2_500));
    broker.store.place("/a", "x");

    assertThat(broker.get("fs/tree").json().get("entries").get(0).get("updatedAt").asString())
        .isEqualTo("2026-01-01T00:00:02.5Z");
  }

  // /a/b/c/d  /a/x  /a-b  /a.txt  /b
  @Test
  void listsByteOrderDownToTheDepthAskedFor() throws Exception {
    for (String path : List.of("/a/b/c/d", "/a/x", "/a-b", "/a.txt", "/b")) {
      broker.store.place(path, "x");
    }

    assertThat(broker.paths("fs/tree?depth=1")).containsExactly("/a", "/a-b", "/a.txt", "/b");
    assertThat(broker.paths("fs/tree?depth=2"))
        .containsExactly("/a", "/a-b", "/a.txt", "/a/b", "/a/x", "/b");
    assertThat(broker.paths("fs/tree?depth=zero")).hasSize(8);
    assertThat(broker.paths("fs/tree?path=/a&depth=1")).containsExactly("/a/b", "/a/x");
    assertThat(broker.paths("fs/tree?path=/b")).isEmpty();
    assertThat(broker.get("fs/tree?depth=1").json().get("totalFiles").asInt()).isEqualTo(5);
    assertThat(broker.get("fs/tree?path=/a&depth=1").json().get("totalFiles").asInt()).isEqualTo(2);
  }

  @Test
  void cutsPagesOfAThousandAndGoesOnAfterTheCursor() throws Exception {
    for (int i = 0; i < 1500; i++) {
      broker.store.place(String.format("/d%d/f%04d", i % 3, i), "x");
    }

    JsonNode first = broker.get("fs/tree").json();
    String cursor = first.get("nextCursor").asString();
    JsonNode second = broker.get("fs/tree?cursor=" + Fixture.encoded(cursor)).json();

    assertThat(first.get("entries")).hasSize(1000);
    assertThat(first.get("entries").get(999).get("path").asString()).isEqualTo(cursor);
    assertThat(second.get("nextCursor").isNull()).isTrue();
    assertThat(second.get("entries")).hasSize(503);
  }

  @Test
  void refusesACursorThatIsNoLongerListed() throws Exception {
    broker.store.place("/a", "x");
    broker.store.place("/b", "x");

    assertThat(broker.paths("fs/tree?cursor=/a")).containsExactly("/b");
    broker.store.vanish("/a");
    Got gone = broker.get("fs/tree?cursor=/a");
    assertThat(gone.status()).isEqualTo(400);
    assertThat(gone.code()).isEqualTo("bad_request");
    assertThat(gone.json().get("message").asString()).isEqualTo("invalid input");
    assertThat(broker.get("fs/tree?path=/x&cursor=/b").status()).isEqualTo(400);
  }

  @Test
  void readsATextFileAsText() throws Exception {
    broker.store.place("/a<b>&.md", "1 < 2 && \u00e9\u2028\"\\\n");

    Got got = broker.get("fs/file?path=" + Fixture.encoded("/a<b>&.md"));
    assertThat(got.header("ETag")).isEqualTo("rev_1");
    assertThat(got.json().get("content").asString()).isEqualTo("1 < 2 && \u00e9\u2028\"\\\n");
    assertThat(got.json().has("encoding")).isFalse();
    assertThat(got.json().get("semantics").isEmpty()).isTrue();
    assertThat(got.response().body()).contains("/a\\u003Cb\\u003E\\u0026.md").contains("\\u2028").endsWith("}\n");
  }

  @Test
  void readsABinaryFileAsBase64WithTheEncodingFirst() throws Exception {
    byte[] bytes = {(byte) 0xff, (byte) 0xd8, 0, 1};
    broker.store.place("/img/p.jpg", bytes);

    Got got = broker.get("fs/file?path=img/p.jpg");
    assertThat(Base64.getDecoder().decode(got.json().get("content").asString())).isEqualTo(bytes);
    assertThat(new ArrayList<>(got.json().propertyNames())).containsExactly(
        "path", "revision", "contentHash", "contentType", "encoding", "content", "provider", "lastEditedAt",
        "semantics");
    assertThat(broker.get("fs/tree?path=/img").json().get("entries").get(0).get("size").asInt()).isEqualTo(8);
  }

  @Test
  void readsALongTextAsBase64() throws Exception {
    broker.store.place("/long.txt", "x".repeat((1 << 20) + 1));

    JsonNode file = broker.get("fs/file?path=/long.txt").json();
    assertThat(file.get("encoding").asString()).isEqualTo("base64");
    assertThat(Base64.getDecoder().decode(file.get("content").asString())).hasSize((1 << 20) + 1).containsOnly('x');
  }

  @Test
  void refusesReadsThatNameNoFile() throws Exception {
    broker.store.place("/locked", "x");
    broker.store.lock("/locked");

    assertThat(broker.get("fs/file").json().get("message").asString()).isEqualTo("missing path query");
    assertThat(broker.get("fs/file").status()).isEqualTo(400);
    assertThat(broker.get("fs/file?path=/nowhere").code()).isEqualTo("not_found");
    assertThat(broker.get("fs/file?path=/a/../b").status()).isEqualTo(400);
    assertThat(broker.get("fs/file?path=/%ff").status()).isEqualTo(400);
    assertThat(broker.get("fs/file?path=/locked").status()).isEqualTo(403);
  }

  @Test
  void exportsFilesInByteOrder() throws Exception {
    broker.store.place("/notes/b", "2");
    broker.store.place("/notes/a", "1");
    broker.store.place("/notes-x", "3");
    broker.store.place("/locked", "x");
    broker.store.lock("/locked");

    assertThat(exported("fs/export?format=JSON")).containsExactly("/notes-x", "/notes/a", "/notes/b");
    assertThat(exported("fs/export?path=/notes")).containsExactly("/notes/a", "/notes/b");
    assertThat(exported("fs/export?path=/notes/a")).containsExactly("/notes/a");
    assertThat(broker.get("fs/export?path=/nowhere").response().body()).isEqualTo("[]\n");
    assertThat(broker.get("fs/export?format=zip").json().get("message").asString()).isEqualTo("invalid format");
  }

  @Test
  void exportsAPatchThatAddsEveryFile() throws Exception {
    broker.store.place("/a.txt", "one\ntwo\n");
    broker.store.place("/b.txt", "no line break");
    broker.store.place("/c/empty", "");
    broker.store.place("/d.bin", new byte[]{(byte) 0xff});

    Got got = broker.get("fs/export?format=PATCH");

    assertThat(got.header("Content-Type")).isEqualTo("text/x-diff; charset=utf-8");
    assertThat(got.response().body()).isEqualTo("""
        --- /dev/null
        +++ b/a.txt
        @@ -0,0 +1,3 @@
        +one
        +two
        +
        --- /dev/null
        +++ b/b.txt
        @@ -0,0 +1,1 @@
        +no line break
        --- /dev/null
        +++ b/c/empty
        @@ -0,0 +1,1 @@
        +
        --- /dev/null
        +++ b/d.bin
        @@ -0,0 +1 @@
        +[binary content omitted; encoding=base64]
        """);
    assertThat(broker.get("fs/export?format=patch&path=/b.txt").response().body()).contains("b.txt")
        .doesNotContain("a.txt");
    assertThat(broker.get("fs/export?format=patch&path=/nowhere").response().body()).isEmpty();
  }

  private List<String> exported(String route) throws Exception {
    return broker.get(route).json().valueStream().map(file -> file.get("path").asString()).toList();
  }

  @Test
  void judgesTheTokenBeforeTheCorrelationIdAndThatBeforeTheParameters() throws Exception {
    HttpRequest.Builder bare =
        HttpRequest.newBuilder(URI.create(broker.running.baseUrl() + "/v1/workspaces/ws_demo/fs/file"));

    assertThat(broker.send(bare).status()).isEqualTo(401);
    Got noId = broker.send(bare.copy().header("Authorization", "Bearer " + broker.token()));
    assertThat(noId.status()).isEqualTo(400);
    assertThat(noId.json().get("correlationId").asString()).isEmpty();
    assertThat(noId.json().get("message").asString()).contains("X-Correlation-Id");
    assertThat(broker.send(bare.copy().header("Authorization", "bearer " + broker.token())).status()).isEqualTo(401);
    assertThat(broker.send(bare.copy().header("Authorization", "Bearer relay_ws_" + broker.token())).status())
        .isEqualTo(400);
  }

  @Test
  void refusesATokenOfAnotherWorkspaceAndAfterAYear() throws Exception {
    HttpRequest.Builder other = HttpRequest.newBuilder(
        URI.create(broker.running.baseUrl() + "/v1/workspaces/ws_other/fs/tree"))
        .header("Authorization", "Bearer " + broker.token())
        .header("X-Correlation-Id", "c");

    assertThat(broker.send(other).status()).isEqualTo(403);
    broker.clock.advance(Duration.ofDays(364));
    assertThat(broker.get("fs/tree").status()).isEqualTo(200);
    broker.clock.advance(Duration.ofDays(1));
    assertThat(broker.get("fs/tree").code()).isEqualTo("unauthorized");
  }

  @Test
  void tellsWhichProvidersThereAre() throws Exception {
    broker.store.place("/Notes/a", "x");
    broker.store.place("/img/b", "x");
    broker.store.place("/top", "x");

    assertThat(broker.get("sync/status").response().body()).isEqualTo(
        "{\"workspaceId\":\"ws_demo\",\"providers\":[{\"provider\":\"img\",\"status\":\"healthy\"},"
            + "{\"provider\":\"notes\",\"status\":\"healthy\"}]}\n");
  }
}
