package io.cistern.http.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.budget.LimitSpec;
import io.cistern.http.broker.auth.TokenMint;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code serve --limit} does to clients. */
final class BrokerLimitsTest {
  @TempDir
  Path directory;

  private Fixture broker(String limits) {
    return new Fixture(
        directory.resolve("state"),
        config -> config.withLimits(LimitSpec.parse(limits)).withAccessLog(directory.resolve("log")));
  }

  private static HttpRequest.Builder usage(Fixture broker) {
    return HttpRequest.newBuilder(URI.create(broker.running.baseUrl() + "/cistern/usage"))
        .header("Authorization", "Bearer " + broker.token());
  }

  @Test
  void everyAnswerSaysWhatIsLeft() throws Exception {
    try (Fixture broker = broker("requests=5000/h,bytes=2GiB/d")) {
      broker.get("fs/tree");
      broker.clock.advance(Duration.ofSeconds(10));

      Fixture.Got missing = broker.get("fs/file?path=/none");

      assertThat(missing.status()).isEqualTo(404);
      assertThat(missing.header("RateLimit-Policy"))
          .isEqualTo("\"requests\";q=5000;w=3600, \"bytes\";q=2147483648;qu=\"content-bytes\";w=86400");
      assertThat(missing.header("RateLimit")).startsWith("\"requests\";r=4998;t=3590, \"bytes\";r=21474");
    }
  }

  @Test
  void aSpentLimitIsRefusedAsTheContractSaysUntilItsStretchIsOver() throws Exception {
    try (Fixture broker = broker("requests=2/m")) {
      broker.get("fs/tree");
      broker.clock.advance(Duration.ofMillis(20_300));
      broker.get("fs/tree");

      Fixture.Got refused = broker.get("fs/tree");

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.code()).isEqualTo("rate_limited");
      assertThat(refused.json().get("correlationId").asString()).isEqualTo("c-77aa");
      assertThat(refused.header("Retry-After")).isEqualTo("40");
      assertThat(refused.header("RateLimit")).isEqualTo("\"requests\";r=0;t=40");
      broker.clock.advance(Duration.ofMillis(39_699));
      assertThat(broker.get("fs/tree").status()).isEqualTo(429);
      broker.clock.advance(Duration.ofMillis(1));
      assertThat(broker.get("fs/tree").status()).isEqualTo(200);
    }
  }

  @Test
  void bytesOfBodiesAreCountedWhenTheyAreSent() throws Exception {
    try (Fixture broker = broker("bytes=100/h")) {
      broker.store.place("/a", "x".repeat(150));

      assertThat(broker.get("fs/file?path=/a").status()).isEqualTo(200);
      Fixture.Got refused = broker.get("fs/file?path=/a");

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.json().get("message").asString()).isEqualTo("the limit of 100 bytes/h is reached");
    }
  }

  @Test
  void accountsDoNotShareAndABadTokenCostsNobody() throws Exception {
    try (Fixture broker = broker("requests=1/h")) {
      assertThat(broker.get("fs/tree").status()).isEqualTo(200);
      assertThat(broker.get("fs/tree").status()).isEqualTo(429);
      broker.useToken("nonsense");
      assertThat(broker.get("fs/tree").status()).isEqualTo(401);
      broker.useToken(broker.mint.mint(Fixture.WORKSPACE, "agent-8", TokenMint.ALL_SCOPES));
      assertThat(broker.get("fs/tree").status()).isEqualTo(200);
    }
  }

  @Test
  void theUsageRouteTellsAndCostsNothing() throws Exception {
    try (Fixture broker = broker("requests=5000/h")) {
      for (int i = 0; i < 3; i++) {
        broker.get("fs/tree");
      }
      broker.send(usage(broker));

      Fixture.Got got = broker.send(usage(broker));

      assertThat(got.status()).isEqualTo(200);
      assertThat(got.header("Content-Type")).isEqualTo("application/json");
      assertThat(got.response().body()).isEqualTo("{\"schema\":\"cistern.usage/1\",\"account\":\"agent-7\","
          + "\"plan\":null,\"windows\":[{\"label\":\"requests/h\",\"limit\":5000,\"used\":3,\"remaining\":4997,"
          + "\"resetsAt\":\"2026-01-01T01:00:00Z\"}]}\n");
      assertThat(Files.readAllLines(directory.resolve("log")).getLast())
          .contains("\"endpoint\":\"usage\",\"path\":null,\"status\":200");
    }
  }

  @Test
  void theUsageRouteIsForWhoeverHasATokenAndTellsOfNoLimitWhereThereIsNone() throws Exception {
    try (Fixture broker = new Fixture(directory.resolve("state"))) {
      JsonNode windows = broker.send(usage(broker)).json().get("windows");
      Fixture.Got plain = broker.get("fs/tree");

      assertThat(windows.isEmpty()).isTrue();
      assertThat(plain.header("RateLimit")).isEmpty();
      broker.useToken("nonsense");
      assertThat(broker.send(usage(broker)).status()).isEqualTo(401);
      assertThat(broker.send(usage(broker)).code()).isEqualTo("unauthorized");
    }
  }
}
