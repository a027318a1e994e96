package io.cistern.http.broker.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.http.broker.ContractTables;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

final class ScopesTest {
  @TestFactory
  Stream<DynamicTest> matchesAsTheTableSays() throws IOException {
    return ContractTables.cases("/io/cistern/http/broker/auth-matching.json").map(row -> DynamicTest.dynamicTest(
        row.get("name").asString(), () -> {
          List<String> granted = row.get("scopes").valueStream().map(JsonNode::asString).toList();
          boolean allowed = new Scopes(granted).allow(row.get("required").asString(), row.get("file").asString());
          assertThat(allowed).isEqualTo(row.get("expect").get("auth_matches").asBoolean());
        }));
  }

  @TestFactory
  Stream<DynamicTest> readsScopePathsAsTheTableSays() throws IOException {
    return ContractTables.cases("/io/cistern/http/broker/scope-paths.json").map(row -> DynamicTest.dynamicTest(
        row.get("name").asString(), () -> {
          ScopePath path = ScopePath.parse(row.get("scope_path").asString());
          JsonNode mountsAt = row.get("expect").get("mounts_at");
          assertThat(path.mountsAt())
              .isEqualTo(mountsAt.isNull() ? Optional.empty() : Optional.of(mountsAt.asString()));
          assertThat(path instanceof ScopePath.Nothing)
              .isEqualTo(!row.get("expect").get("valid").asBoolean());
          if (row.has("probe_files")) {
            assertThat(row.get("probe_files").valueStream().map(JsonNode::asString)).noneMatch(path::matches);
          }
        }));
  }

  @Test
  void asksForNoPathWhereARouteHasNone() {
    assertThat(new Scopes(List.of("ops:read")).allowSomewhere("ops:read")).isTrue();
    assertThat(new Scopes(List.of("relayfile:fs:write:/docs/**")).allowSomewhere("fs:write")).isTrue();
    assertThat(new Scopes(List.of("workspace:x:write:/docs/**")).allowSomewhere("fs:write")).isFalse();
    assertThat(new Scopes(List.of("fs:read")).allowSomewhere("fs:write")).isFalse();
  }

  @Test
  void knowsWhenAWholeDirectoryIsVisible() {
    Visibility docs = new Scopes(List.of("relayfile:fs:read:/docs/**")).visibility("fs:read");

    assertThat(docs.seesAllBelow("/docs")).isTrue();
    assertThat(docs.seesAllBelow("/docs/deep")).isTrue();
    assertThat(docs.seesAllBelow("/docs2")).isFalse();
    assertThat(docs.seesAllBelow("/")).isFalse();
    assertThat(new Scopes(List.of("fs:read")).visibility("fs:read").seesAllBelow("/")).isTrue();
    assertThat(new Scopes(List.of("fs:write")).visibility("fs:read").seesAllBelow("/")).isFalse();
  }
}
