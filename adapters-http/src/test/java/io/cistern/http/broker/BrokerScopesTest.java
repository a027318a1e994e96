package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What tokens with narrow grants can do, and what they learn. */
final class BrokerScopesTest {
  @TempDir
  Path state;

  private Fixture broker;

  @BeforeEach
  void start() {
    broker = new Fixture(state);
    for (String path : List.of("/docs/a", "/docs/deep/b", "/docs2/x", "/secret/key", "/top")) {
      broker.store.place(path, "x");
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private List<String> events() throws Exception {
    return broker.get("fs/events").json().get("events").valueStream().map(event -> event.get("path").asString())
        .toList();
  }

  @Test
  void asksForTheScopeOfTheRoute() throws Exception {
    broker.useScopes("fs:read");
    assertThat(broker.get("fs/tree").status()).isEqualTo(200);
    assertThat(broker.put("/a", "0", "{}").json().get("message").asString())
        .isEqualTo("missing required scope: fs:write");
    assertThat(broker.bulk("{}").status()).isEqualTo(403);
    assertThat(broker.get("ops").status()).isEqualTo(403);
    assertThat(broker.get("sync/status").status()).isEqualTo(403);

    broker.useScopes("fs:write");
    assertThat(broker.get("fs/tree").code()).isEqualTo("forbidden");
    assertThat(broker.put("/a", "0", "{}").status()).isEqualTo(202);
  }

  @Test
  void refusesATokenWithoutScopes() throws Exception {
    broker.useScopes();

    assertThat(broker.get("fs/tree").status()).isEqualTo(403);
    assertThat(broker.get("fs/tree").json().get("message").asString()).isEqualTo("no scopes granted");
  }

  @Test
  void confinesATokenToItsDirectory() throws Exception {
    broker.useScopes("fs:read", "relayfile:fs:read:/docs/**");

    assertThat(broker.get("fs/tree").status()).isEqualTo(403);
    assertThat(broker.get("fs/events").status()).isEqualTo(403);
    assertThat(broker.paths("fs/tree?path=/docs")).containsExactly("/docs/a", "/docs/deep", "/docs/deep/b");
    assertThat(broker.get("fs/file?path=/docs/a").status()).isEqualTo(200);
    assertThat(broker.get("fs/file?path=docs/a").status()).isEqualTo(403);
    assertThat(broker.get("fs/file?path=/docs2/x").status()).isEqualTo(403);
    assertThat(broker.get("fs/file").status()).isEqualTo(403);
    assertThat(broker.get("fs/export?path=/secret").status()).isEqualTo(403);
  }

  @Test
  void tellsATokenForTheRootAloneNothing() throws Exception {
    broker.useScopes("relayfile:fs:read:/");

    assertThat(broker.get("fs/tree").response().body())
        .isEqualTo("{\"path\":\"/\",\"entries\":[],\"nextCursor\":null}\n");
    assertThat(broker.get("fs/export").response().body()).isEqualTo("[]\n");
    assertThat(events()).isEmpty();
  }

  @Test
  void filtersEveryListingByTheGrants() throws Exception {
    broker.useScopes("relayfile:fs:read:/", "relayfile:fs:read:/docs/deep/*", "relayfile:fs:read:/top");

    JsonNode tree = broker.get("fs/tree").json();
    assertThat(broker.paths("fs/tree")).containsExactly("/docs", "/docs/deep", "/docs/deep/b", "/top");
    assertThat(tree.get("totalFiles").asInt()).isEqualTo(2);
    assertThat(broker.get("fs/export").json().valueStream().map(file -> file.get("path").asString()))
        .containsExactly("/docs/deep/b", "/top");
    assertThat(events()).containsExactly("/docs/deep/b", "/top");
    assertThat(broker.get("fs/tree?cursor=/secret/key").status()).isEqualTo(400);
  }

  @Test
  void refusesFilesOfABulkRequestOneByOne() throws Exception {
    broker.useScopes("relayfile:fs:write:/docs/**");

    JsonNode report = broker.bulk("""
        {"files":[{"path":"docs/new","content":"x"},{"path":"/secret/key","content":"x"}]}
        """).json();
    assertThat(report.get("written").asInt()).isEqualTo(1);
    assertThat(report.get("errors").get(0).get("code").asString()).isEqualTo("forbidden");
  }

  @Test
  void letsAWorkspaceGrantWriteOneFileButNoBulkRequest() throws Exception {
    broker.useScopes("workspace:label:write:/docs/**");

    assertThat(broker.put("/docs/new", "0", "{}").status()).isEqualTo(202);
    assertThat(broker.bulk("{\"files\":[{\"path\":\"/docs/x\",\"content\":\"x\"}]}").status()).isEqualTo(403);
  }

  @Test
  void showsNoContentInAConflictToATokenThatMayNotRead() throws Exception {
    broker.useScopes("fs:write");

    JsonNode conflict = broker.put("/secret/key", "0", "{}").json();
    assertThat(conflict.get("currentRevision").asString()).isEqualTo("rev_4");
    assertThat(conflict.has("currentContentPreview")).isFalse();
  }
}
