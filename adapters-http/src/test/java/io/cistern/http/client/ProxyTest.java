package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.time.Deadline;
import io.cistern.http.testing.Reply;
import io.cistern.http.testing.ScriptedBroker;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class ProxyTest {
  private static final URI RELAY = URI.create("https://relay.example/v1/workspaces/ws_demo");

  @Test
  void asksTheProxyForATunnelAndTellsItNoToken() {
    try (ScriptedBroker proxy = ScriptedBroker.start();
        RemoteWorkspace remote = through(proxy, "", List.of())) {
      var failure = Fixture.remoteFailure(() -> remote.tip(Deadline.NEVER));

      assertThat(failure.code()).as("a 404 of the proxy is no 404 of the broker")
          .isEqualTo(RemoteCode.REMOTE_UNAVAILABLE);
      assertThat(failure.message()).endsWith("the proxy refused the tunnel with status 404");

      assertThat(proxy.requests()).isNotEmpty().allSatisfy(request -> {
        assertThat(request.method()).isEqualTo("CONNECT");
        assertThat(request.target()).isEqualTo("relay.example:443");
        assertThat(request.headers()).doesNotContainKeys("authorization", "x-correlation-id");
      });
    }
  }

  @Test
  void logsInToTheProxyWhenItAsksForThat() {
    try (ScriptedBroker proxy = ScriptedBroker.start();
        RemoteWorkspace remote = through(proxy, "user:secret@", List.of())) {
      proxy.on("relay.example:443", Reply.status(407, "", "Proxy-Authenticate", "Basic realm=\"x\""),
          Reply.status(403, ""));

      var failure = Fixture.remoteFailure(() -> remote.tip(Deadline.NEVER));

      assertThat(proxy.requests().get(1).headers()).containsEntry("proxy-authorization", "Basic dXNlcjpzZWNyZXQ=");
      assertThat(failure.message()).doesNotContain("secret");
    }
  }

  private static RemoteWorkspace through(ScriptedBroker proxy, String user, List<String> direct) {
    URI address = URI.create("http://" + user + "127.0.0.1:" + proxy.address().getPort());
    return HttpRemote.connect(
        WorkspaceAddress.parse(RELAY), TokenSource.fixed(Fixture.TOKEN), () -> null,
        RemoteOptions.defaults()
            .withNetwork(new NetworkOptions(Optional.of(address), direct, Optional.empty(), false)));
  }
}
