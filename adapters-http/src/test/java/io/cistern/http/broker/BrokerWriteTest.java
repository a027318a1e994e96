package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.http.broker.Fixture.Got;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class BrokerWriteTest {
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

  private String content(String path) throws Exception {
    return broker.get("fs/file?path=" + Fixture.encoded(path)).json().get("content").asString();
  }

  /** The table of contract 7.4; CURRENT stands for the revision that is there. */
  static Stream<Arguments> conditions() {
    return Stream.of(
        Arguments.of("", 412, 412),
        Arguments.of("\"\"", 412, 412),
        Arguments.of("0", 202, 409),
        Arguments.of("\"0\"", 202, 409),
        Arguments.of("*", 202, 202),
        Arguments.of("CURRENT", 404, 202),
        Arguments.of("\"CURRENT\"", 404, 202),
        Arguments.of("W/\"CURRENT\"", 404, 202),
        Arguments.of("rev_999", 404, 409));
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void putsAsTheTableSays(String ifMatch, int whenAbsent, int whenPresent) throws Exception {
    broker.store.place("/present", "old");
    String header = ifMatch.replace("CURRENT", "rev_1");

    assertThat(broker.put("/absent", header, "{\"content\":\"new\"}").status()).isEqualTo(whenAbsent);
    assertThat(broker.put("/present", header, "{\"content\":\"new\"}").status()).isEqualTo(whenPresent);
    assertThat(content("/present")).isEqualTo(whenPresent == 202 ? "new" : "old");
  }

  @ParameterizedTest
  @CsvSource({"'',412,412", "0,404,409", "*,404,202", "rev_1,404,202", "rev_999,404,409"})
  void deletesAsTheContractSays(String ifMatch, int whenAbsent, int whenPresent) throws Exception {
    broker.store.place("/dir/present", "old");

    assertThat(broker.delete("/absent", ifMatch).status()).isEqualTo(whenAbsent);
    assertThat(broker.delete("/dir", "*").status()).isEqualTo(404);
    assertThat(broker.delete("/dir/present", ifMatch).status()).isEqualTo(whenPresent);
  }

  @Test
  void answersAnAcceptedWriteInTheContractsForm() throws Exception {
    assertThat(broker.put("/notes/a.md", "0", "{\"content\":\"A\"}").response().body()).isEqualTo(
        "{\"opId\":\"op_1\",\"status\":\"queued\",\"targetRevision\":\"rev_1\","
            + "\"writeback\":{\"provider\":\"notes\",\"state\":\"pending\"}}\n");
    assertThat(broker.delete("/notes/a.md", "rev_1").json().get("targetRevision").asString()).isEqualTo("rev_2");
  }

  @Test
  void tellsBothRevisionsOfAConflictAndTheStartOfTheContent() throws Exception {
    broker.store.place("/a", "x".repeat(5000));

    JsonNode conflict = broker.put("/a", "rev_40", "{\"content\":\"new\"}").json();
    assertThat(conflict.get("code").asString()).isEqualTo("revision_conflict");
    assertThat(conflict.get("expectedRevision").asString()).isEqualTo("rev_40");
    assertThat(conflict.get("currentRevision").asString()).isEqualTo("rev_1");
    assertThat(conflict.get("currentContentPreview").asString()).hasSize(4000);
  }

  @Test
  void takesWhatIsMissingForNothing() throws Exception {
    assertThat(broker.put("/a", "0", "{}").status()).isEqualTo(202);
    assertThat(broker.put("/b", "0", "{\"content\":null,\"unknown\":{\"deep\":[1,2]}}").status()).isEqualTo(202);

    JsonNode file = broker.get("fs/file?path=/a").json();
    assertThat(file.get("content").asString()).isEmpty();
    assertThat(file.get("contentType").asString()).isEqualTo("text/markdown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"content\":7}", "{\"content\":\"x\",\"encoding\":\"latin1\"}",
      "{\"content\":\"***\",\"encoding\":\"base64\"}", "nonsense", "{\"content\":\"\\x\"}"})
  void refusesABodyThatCannotBeUnderstood(String body) throws Exception {
    Got got = broker.put("/a", "0", body);

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.code()).isEqualTo("bad_request");
    assertThat(broker.get("fs/file?path=/a").status()).isEqualTo(404);
  }

  @Test
  void refusesABodyNestedTooDeep() throws Exception {
    String body = "{\"semantics\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",\"content\":\"x\"}";

    assertThat(broker.put("/a", "0", body).status()).isEqualTo(400);
  }

  @Test
  void decodesContentWhereverItsEncodingStands() throws Exception {
    byte[] bytes = {0, (byte) 0xff, 7};
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);

    broker.put("/before", "0", "{\"encoding\":\"BASE64\",\"content\":\"" + base64 + "\"}");
    broker.put("/after", "0", "{\"content\":\"" + base64 + "\",\"encoding\":\"base64\"}");

    assertThat(Base64.getDecoder().decode(content("/before"))).isEqualTo(bytes);
    assertThat(Base64.getDecoder().decode(content("/after"))).isEqualTo(bytes);
  }

  @Test
  void unescapesText() throws Exception {
    broker.put("/a", "0", "{\"content\":\"\\u00e9\\ud83d\\ude00 \\\"\\\\\\/\\b\\f\\n\\r\\t \\ud800x\\u2028\"}");

    assertThat(content("/a")).isEqualTo("\u00e9\uD83D\uDE00 \"\\/\b\f\n\r\t \uFFFDx\u2028");
  }

  @Test
  void acceptsABodyOfManyMegabytes() throws Exception {
    String megabytes = Base64.getEncoder().encodeToString(new byte[9 << 20]);

    assertThat(broker.put("/big", "0", "{\"content\":\"" + megabytes + "\",\"encoding\":\"base64\"}").status())
        .isEqualTo(202);
    assertThat(content("/big")).isEqualTo(megabytes);
    assertThat(state.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void refusesABodyThatIsTooLong() throws Exception {
    List<byte[]> chunks = Collections.nCopies(65, "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
    Got got = broker.send(
        broker.request("fs/file?path=/big")
            .header("If-Match", "0")
            .PUT(BodyPublishers.ofByteArrays(chunks)));

    assertThat(got.status()).isEqualTo(413);
    assertThat(got.code()).isEqualTo("payload_too_large");
    assertThat(state.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void refusesANameThatCannotBeAFile() throws Exception {
    broker.store.place("/dir/file", "x");

    assertThat(broker.put("/dir", "*", "{}").status()).isEqualTo(400);
    assertThat(broker.put("/dir/file/below", "*", "{}").status()).isEqualTo(400);
    assertThat(broker.put("/.cistern/x", "*", "{}").status()).isEqualTo(400);
    assertThat(broker.put("/a//b", "*", "{}").status()).isEqualTo(400);
    assertThat(broker.put("a/b/", "*", "{}").status()).isEqualTo(202);
    assertThat(content("/a/b")).isEmpty();
  }

  @Test
  void writesEachFileOfABulkRequestOnItsOwn() throws Exception {
    broker.store.place("/img/p.png", new byte[]{(byte) 0xff});

    Got got = broker.bulk("""
        {"files":[
         {"path":"notes/a.md ","content":"A\\n","encoding":"","ifMatch":"0"},
         {"path":"/img/p.png","content":"iVBORw0KGgo=","encoding":"base64","ifMatch":"rev_9"},
         {"path":"/x","content":"x","encoding":"utf-16"},
         {"path":"/x","content":"?","encoding":"base64"},
         {"path":"/a//b","content":"x"},
         {"path":"/new","content":"x","ifMatch":"rev_3"},
         {"path":"/img/p.png","content":"plain"}]}
        """);

    assertThat(got.status()).isEqualTo(202);
    JsonNode report = got.json();
    assertThat(report.get("written").asInt()).isEqualTo(2);
    assertThat(report.get("errorCount").asInt()).isEqualTo(5);
    assertThat(report.get("errors").valueStream().map(error -> error.get("code").asString()))
        .containsExactlyInAnyOrder(
            "conflict", "invalid_encoding", "invalid_content", "validation_error", "conflict");
    JsonNode first = report.get("results").get(0);
    assertThat(first.toString()).isEqualTo(
        "{\"path\":\"/notes/a.md\",\"revision\":\"rev_2\",\"contentType\":\"text/markdown\",\"opId\":\"op_2\","
            + "\"writeback\":{\"provider\":\"notes\",\"state\":\"pending\"}}");
    assertThat(content("/notes/a.md")).isEqualTo("A\n");
    assertThat(content("/img/p.png")).isEqualTo("plain");
  }

  @Test
  void tellsTheRevisionsOfAConflictInABulkRequest() throws Exception {
    broker.store.place("/a", "x");

    JsonNode errors = broker.bulk("""
        {"files":[{"path":"/a","content":"y","ifMatch":"rev_9"},{"path":"/b","content":"y","ifMatch":"rev_9"}]}
        """).json().get("errors");

    assertThat(errors.get(0).toString()).isEqualTo(
        "{\"path\":\"/a\",\"code\":\"conflict\",\"message\":\"expected revision \\\"rev_9\\\" but current revision is"
            + " \\\"rev_1\\\"\",\"expectedRevision\":\"rev_9\",\"currentRevision\":\"rev_1\"}");
    assertThat(errors.get(1).has("currentRevision")).isFalse();
  }

  @Test
  void repeatsTheAnswerToARepeatedIdentityAndWritesNothing() throws Exception {
    String body = """
        {"files":[{"path":"/a","content":"1","ifMatch":"0",
          "contentIdentity":{"kind":"mount-command","key":"k1","ttlSeconds":60}}]}
        """;

    JsonNode first = broker.bulk(body).json();
    JsonNode again = broker.bulk(body).json();

    assertThat(first.get("written").asInt()).isEqualTo(1);
    assertThat(again.get("written").asInt()).isZero();
    assertThat(again.get("errorCount").asInt()).isZero();
    assertThat(again.get("results")).isEqualTo(first.get("results"));
    assertThat(again.get("results").get(0).get("contentIdentity").get("ttlSeconds").asInt()).isEqualTo(60);

    broker.clock.advance(Duration.ofSeconds(60));
    assertThat(broker.bulk(body).json().get("errorCount").asInt()).isEqualTo(1);
  }

  @Test
  void answersABulkRequestWithoutSuccessesWithNoResults() throws Exception {
    JsonNode report = broker.bulk("{\"files\":[{\"path\":\"/a\",\"content\":\"1\",\"ifMatch\":\"rev_1\"}]}").json();

    assertThat(report.get("results").isNull()).isTrue();
    assertThat(broker.bulk("{\"files\":[]}").json().get("message").asString()).isEqualTo("missing files");
    assertThat(broker.bulk("{}").status()).isEqualTo(400);
    assertThat(broker.bulk("{\"files\":[3]}").status()).isEqualTo(400);
  }

  @Test
  void answersEveryOperationAsSucceeded() throws Exception {
    broker.store.place("/direct", "x");
    broker.put("/notes/a.md", "0", "{\"content\":\"A\"}");
    broker.delete("/notes/a.md", "*");

    assertThat(broker.get("ops/op_2").response().body()).isEqualTo(
        "{\"opId\":\"op_2\",\"path\":\"/notes/a.md\",\"revision\":\"rev_2\",\"action\":\"file_upsert\","
            + "\"provider\":\"notes\",\"status\":\"succeeded\",\"attemptCount\":1,"
            + "\"providerResult\":{\"providerRevision\":\"rev_2\"},\"correlationId\":\"c-77aa\","
            + "\"createdAt\":\"2026-01-01T00:00:00Z\",\"updatedAt\":\"2026-01-01T00:00:00Z\","
            + "\"completedAt\":\"2026-01-01T00:00:00Z\"}\n");
    assertThat(operations("ops")).containsExactly("op_3", "op_2");
    assertThat(operations("ops?limit=1")).containsExactly("op_3");
    assertThat(operations("ops?cursor=op_3")).containsExactly("op_2");
    assertThat(operations("ops?action=file_delete")).containsExactly("op_3");
    assertThat(operations("ops?status=failed")).isEmpty();
    assertThat(broker.get("ops/op_1").status()).isEqualTo(404);
    assertThat(broker.get("ops/op_99").status()).isEqualTo(404);
    assertThat(broker.get("ops?cursor=op_99").status()).isEqualTo(400);
  }

  private List<String> operations(String route) throws Exception {
    return broker.get(route).json().get("items").valueStream().map(item -> item.get("opId").asString()).toList();
  }
}
