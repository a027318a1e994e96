package io.cistern.http.broker;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.cistern.application.port.BrokerEndpoint.Running;
import io.cistern.application.testing.InMemoryWorkspace;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.broker.auth.TokenMint;
import io.cistern.http.broker.chaos.ChaosSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A broker over a workspace in memory, and a client that speaks to it over a real socket. */
final class Fixture implements AutoCloseable {
  static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws_demo").orElseThrow();

  /** Far above what any answer here takes; only a broker that hangs gets near it. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Making a key takes a while, and nothing here depends on which. */
  private static final String KEY = key();

  final ManualClock clock = new ManualClock();
  final InMemoryWorkspace store = new InMemoryWorkspace(clock);
  final TokenMint mint;
  final Running running;
  private final HttpClient client = HttpClient.newHttpClient();
  private String token;

  Fixture(Path state) {
    this(state, config -> config);
  }

  Fixture(Path state, UnaryOperator<BrokerConfig> setup) {
    keepKey(state);
    HttpBrokerEndpoint endpoint =
        new HttpBrokerEndpoint(setup.apply(BrokerConfig.local(WORKSPACE, state).withClock(clock)));
    mint = endpoint.mint();
    token = mint.mint(WORKSPACE, "agent-7", TokenMint.ALL_SCOPES);
    running = endpoint.start(store);
  }

  private static String key() {
    try {
      return new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate().toJSONString();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keepKey(Path state) {
    try {
      Files.createDirectories(state);
      Files.writeString(state.resolve("signing-key.json"), KEY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Fixture withChaos(Path state, String spec) {
    return new Fixture(state, config -> config.withChaos(ChaosSpec.parse(spec)));
  }

  /** What a request came back with. */
  record Got(int status, HttpResponse<String> response) {
    JsonNode json() {
      return new JsonMapper().readTree(response.body());
    }

    String code() {
      return json().get("code").asString();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  void useScopes(String... scopes) {
    useToken(mint.mint(WORKSPACE, "agent-7", List.of(scopes)));
  }

  void useToken(String other) {
    token = other;
  }

  String token() {
    return token;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  HttpRequest.Builder request(String route) {
    return HttpRequest.newBuilder(URI.create(running.baseUrl() + "/v1/workspaces/ws_demo/" + route))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token)
        .header("X-Correlation-Id", "c-77aa");
  }

  Got send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Got(response.statusCode(), response);
  }

  Got get(String route) throws IOException, InterruptedException {
    return send(request(route).GET());
  }

  Got put(String path, String ifMatch, String body) throws IOException, InterruptedException {
    return send(request("fs/file?path=" + encoded(path))
        .header("If-Match", ifMatch)
        .PUT(BodyPublishers.ofString(body)));
  }

  Got delete(String path, String ifMatch) throws IOException, InterruptedException {
    return send(request("fs/file?path=" + encoded(path)).header("If-Match", ifMatch).DELETE());
  }

  Got bulk(String body) throws IOException, InterruptedException {
    return send(request("fs/bulk").POST(BodyPublishers.ofString(body)));
  }

  List<String> paths(String route) throws IOException, InterruptedException {
    return get(route).json().get("entries").valueStream().map(entry -> entry.get("path").asString()).toList();
  }

  @Override
  public void close() {
    client.close();
    running.close();
  }
}
