package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.http.broker.Fixture.Got;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients say about a file besides its content (contract 6, 7.2, 7.4). */
final class BrokerSemanticsTest {
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
  void givesBackWhatWasSaidInOrder() throws Exception {
    Got put = broker.put("/a", "0", """
        {"content":"A","semantics":{"comments":[" later ","now",""," now"],"relations":["z","a","z",null],
         "permissions":["scope:fs:read"],"unknown":[{}],"properties":{" owner ":" ann ","n":1.50,"yes":true,
         "none":null,"tags":["<x>",{"y":2.50}],"":"nameless"}}}
        """);

    assertThat(put.status()).isEqualTo(202);
    assertThat(said("/a")).isEqualTo("{\"properties\":{\"n\":\"1.50\",\"none\":\"null\",\"owner\":\"ann\","
        + "\"tags\":\"[\\\"<x>\\\",{\\\"y\\\":2.50}]\",\"yes\":\"true\"},\"relations\":[\"a\",\"z\"],"
        + "\"permissions\":[\"scope:fs:read\"],\"comments\":[\"later\",\"now\"]}");
    assertThat(broker.get("fs/export").json().get(0).get("semantics").toString()).isEqualTo(said("/a"));
  }

  @Test
  void anUpdateThatSaysNothingKeepsWhatWasSaid() throws Exception {
    broker.put("/a", "0", "{\"content\":\"1\",\"semantics\":{\"relations\":[\"r\"]}}");

    broker.put("/a", "*", "{\"content\":\"2\"}");
    broker.put("/a", "*", "{\"content\":\"3\",\"semantics\":{\"comments\":[\"  \"]}}");
    broker.put("/a", "*", "{\"content\":\"4\",\"semantics\":null}");
    assertThat(said("/a")).isEqualTo("{\"relations\":[\"r\"]}");

    broker.put("/a", "*", "{\"content\":\"5\",\"semantics\":{\"comments\":[\"c\"]}}");
    assertThat(said("/a")).isEqualTo("{\"comments\":[\"c\"]}");
    broker.delete("/a", "*");
    broker.put("/a", "0", "{\"content\":\"6\"}");
    assertThat(said("/a")).isEqualTo("{}");
  }

  @Test
  void takesThemInABulkRequestAndCountsThemInAListing() throws Exception {
    broker.bulk("{\"files\":[{\"path\":\"/a\",\"content\":\"x\",\"semantics\":"
        + "{\"properties\":{\"k\":\"v\"},\"relations\":[\"1\",\"2\"]}},{\"path\":\"/b\",\"content\":\"x\"}]}");

    assertThat(said("/a")).isEqualTo("{\"properties\":{\"k\":\"v\"},\"relations\":[\"1\",\"2\"]}");
    String tree = broker.get("fs/tree").response().body();
    assertThat(tree).contains("\"propertyCount\":1,\"relationCount\":2}")
        .doesNotContain("permissionCount", "commentCount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "[]", "{\"properties\":[]}", "{\"relations\":\"a\"}", "{\"comments\":[7]}",
      "{\"permissions\":{}}"})
  void refusesWhatIsNoSuchObject(String semantics) throws Exception {
    Got got = broker.put("/a", "0", "{\"content\":\"x\",\"semantics\":" + semantics + "}");

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.code()).isEqualTo("bad_request");
    assertThat(broker.get("fs/file?path=/a").status()).isEqualTo(404);
  }

  @Test
  void refusesMoreThanTheStoreKeeps() throws Exception {
    String text = "x".repeat(40_000);
    Got got = broker.put(
        "/a", "0", "{\"content\":\"x\",\"semantics\":{\"comments\":[\"" + text + "\",\"" + text + "y\"]}}");

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json().get("message").asString()).isEqualTo("the semantics are too large");
  }

  private String said(String path) throws Exception {
    return broker.get("fs/file?path=" + path).json().get("semantics").toString();
  }
}
