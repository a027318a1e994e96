package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class AccessLogTest {
  @TempDir
  Path directory;

  @Test
  void writesALinePerRequestWithoutSecrets() throws Exception {
    Path log = directory.resolve("access.log");
    String token;
    try (Fixture broker = new Fixture(directory.resolve("state"), config -> config.withAccessLog(log))) {
      token = broker.token();
      broker.store.place("/a.txt", "hello");
      int bytes = broker.get("fs/file?path=a.txt&token=s3cret").response().body().length();
      broker.put("/b", "0", "{}");
      broker.bulk("{\"files\":[{\"path\":\"/c\"}]}");
      broker.get("fs/tree?path=/docs/");
      broker.get("fs/events?cursor=evt_1");
      broker.get("ops/op_1");
      broker.delete("/b", "*");
      broker.get("fs/export?format=json");
      broker.get("nothing/s3cret");

      assertThat(line(log, 0).toString()).startsWith("{\"time\":\"2026-01-01T00:00:00Z\",\"method\":\"GET\","
          + "\"endpoint\":\"file\",\"path\":\"/a.txt\",\"status\":200,\"bytes\":" + bytes + ",\"ms\":");
    }

    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSize(9);
    assertThat(lines.stream().map(line -> new JsonMapper().readTree(line).get("endpoint").asString()))
        .containsExactly("file", "put", "bulk", "tree", "events", "ops", "delete", "export", "unknown");
    assertThat(line(log, 3).get("path").asString()).isEqualTo("/docs");
    assertThat(line(log, 2).get("path").isNull()).isTrue();
    assertThat(line(log, 8).get("status").asInt()).isEqualTo(404);
    assertThat(Files.readString(log)).doesNotContain("s3cret").doesNotContain(token).doesNotContain("c-77aa");
  }

  private static JsonNode line(Path log, int number) throws Exception {
    return new JsonMapper().readTree(Files.readAllLines(log).get(number));
  }
}
