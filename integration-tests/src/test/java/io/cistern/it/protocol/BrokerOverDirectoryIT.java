package io.cistern.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.serve.ServeWorkspace;
import io.cistern.application.serve.Serving;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.workspace.DirectoryWorkspaceStore;
import io.cistern.http.broker.BrokerConfig;
import io.cistern.http.broker.HttpBrokerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The broker as {@code serve} starts it: a directory, a state directory, a token file. */
final class BrokerOverDirectoryIT {
  private static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws_demo").orElseThrow();
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int LONG_FILE = (CAMPAIGN ? 300 : 20) << 20;
  private static final long SEED = 20_260_101L;

  @TempDir
  Path temporary;

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> Instant.now().plus(ahead.get());
  private final HttpClient client = HttpClient.newHttpClient();
  private DirectoryWorkspaceStore store;
  private Serving serving;
  private String token;

  @BeforeEach
  void serve() throws IOException {
    Path served = Files.createDirectories(temporary.resolve("served"));
    Path state = temporary.resolve("state");
    HttpBrokerEndpoint endpoint = new HttpBrokerEndpoint(BrokerConfig.local(WORKSPACE, state).withClock(clock));
    store = DirectoryWorkspaceStore.open(served, state, clock);
    serving = new ServeWorkspace(store, endpoint).serve();
    boolean unused = endpoint.mint().ensure(temporary.resolve("token"), WORKSPACE);
    token = Files.readString(temporary.resolve("token")).strip();
  }

  @AfterEach
  void stop() {
    serving.close();
    store.close();
  }

  private void restart() throws IOException {
    stop();
    serve();
  }

  private Path served(String name) {
    return temporary.resolve("served").resolve(name);
  }

  private HttpRequest.Builder request(String route) {
    return HttpRequest.newBuilder(URI.create(serving.running().baseUrl() + "/v1/workspaces/ws_demo/" + route))
        .header("Authorization", "Bearer " + token)
        .header("X-Correlation-Id", "it");
  }

  private JsonNode get(String route) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request(route).GET().build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonMapper().readTree(response.body());
  }

  private JsonNode bulk(String body) throws IOException, InterruptedException {
    HttpRequest request = request("fs/bulk").POST(BodyPublishers.ofString(body)).build();
    return new JsonMapper().readTree(client.send(request, BodyHandlers.ofString()).body());
  }

  private List<String> events(String parameters) throws IOException, InterruptedException {
    return get("fs/events?" + parameters).get("events").valueStream()
        .map(event -> event.get("eventId").asString() + " " + event.get("type").asString() + " "
            + event.get("path").asString() + " " + event.get("origin").asString())
        .toList();
  }

  /** Lets the broker look at its directory again. */
  private void aMomentLater() {
    ahead.updateAndGet(before -> before.plusSeconds(60));
  }

  @Test
  void turnsEditsInTheDirectoryIntoEventsAndKeepsThemOverARestart() throws Exception {
    Files.writeString(served("direct"), "1");
    aMomentLater();
    String body = """
        {"files":[{"path":"/notes/a.md","content":"A","ifMatch":"0","contentType":"text/x-own",
          "contentIdentity":{"kind":"mount-command","key":"k1"}}]}
        """;
    assertThat(get("fs/tree").get("totalFiles").asInt()).isEqualTo(1);
    JsonNode first = bulk(body);
    Files.writeString(served("notes/a.md"), "edited");
    Files.delete(served("direct"));
    aMomentLater();

    List<String> before = events("");
    assertThat(before).containsExactly("evt_1 file.created /direct provider_sync",
        "evt_2 file.created /notes/a.md agent_write", "evt_3 file.deleted /direct provider_sync",
        "evt_4 file.updated /notes/a.md provider_sync");
    restart();

    assertThat(events("")).isEqualTo(before);
    assertThat(events("cursor=evt_2&limit=1")).containsExactly(before.get(2));
    assertThat(events("direction=desc&limit=1")).containsExactly(before.get(3));
    assertThat(bulk(body).get("results")).isEqualTo(first.get("results"));
    assertThat(get("ops/op_2").get("status").asString()).isEqualTo("succeeded");
    JsonNode file = get("fs/file?path=/notes/a.md");
    assertThat(file.get("content").asString()).isEqualTo("edited");
    assertThat(file.get("contentType").asString()).isEqualTo("text/x-own");
  }

  @Test
  void streamsALongFileOut() throws Exception {
    String written = writeRandom(served("long.bin"));

    HttpResponse<InputStream> response =
        client.send(request("fs/file?path=/long.bin").GET().build(), BodyHandlers.ofInputStream());
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (JsonParser json = new JsonMapper().createParser(response.body());
        DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      while (!"content".equals(json.currentName()) || json.currentToken() != JsonToken.VALUE_STRING) {
        json.nextToken();
      }
      assertThat(json.readBinaryValue(out)).isEqualTo(LONG_FILE);
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(written);
    assertThat(get("fs/tree").get("entries").get(0).get("contentHash").asString()).isEqualTo(written);
  }

  @Test
  void exportsATarOfPlainFiles() throws Exception {
    Files.createDirectories(served("d".repeat(90) + "/e"));
    Files.writeString(served("d".repeat(90) + "/e/long-name.txt"), "deep");
    Files.writeString(served("\u00fcber"), "x".repeat(513));
    aMomentLater();
    Path archive = temporary.resolve("export.tar");
    HttpResponse<InputStream> response =
        client.send(request("fs/export?format=tar").GET().build(), BodyHandlers.ofInputStream());
    try (InputStream gzip = new GZIPInputStream(response.body())) {
      Files.copy(gzip, archive);
    }

    Path unpacked = Files.createDirectories(temporary.resolve("unpacked"));
    Process tar = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", unpacked.toString())
        .redirectErrorStream(true)
        .start();
    assertThat(new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(tar.waitFor()).isZero();
    assertThat(unpacked.resolve("d".repeat(90) + "/e/long-name.txt")).hasContent("deep");
    assertThat(unpacked.resolve("\u00fcber")).hasContent("x".repeat(513));
  }

  @Test
  void listsManyFilesInPagesThatJoin() throws Exception {
    int directories = CAMPAIGN ? 2000 : 50;
    for (int i = 0; i < directories; i++) {
      Path directory = Files.createDirectories(served("dir-" + i));
      for (int j = 0; j < 50; j++) {
        Files.writeString(directory.resolve("f\u00e9-" + j + ".txt"), i + "/" + j);
      }
    }
    aMomentLater();

    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("fs/tree?cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
      page.get("entries").valueStream().map(entry -> entry.get("path").asString()).forEach(listed::add);
      cursor = page.get("nextCursor").isNull() ? "" : page.get("nextCursor").asString();
    } while (!cursor.isEmpty());
    assertThat(listed).hasSize(directories * 51).doesNotHaveDuplicates();
  }

  private static String writeRandom(Path file) throws Exception {
    Random random = new Random(SEED);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      byte[] chunk = new byte[1 << 20];
      for (int written = 0; written < LONG_FILE; written += chunk.length) {
        random.nextBytes(chunk);
        out.write(chunk);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
