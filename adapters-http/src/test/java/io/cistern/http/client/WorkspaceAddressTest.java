package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.failure.Failure;
import io.cistern.http.client.RemoteOptions.Surroundings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkspaceAddressTest {
  @ParameterizedTest
  @CsvSource({
      "https://relay.example/v1/workspaces/ws_demo, https://relay.example, ws_demo",
      "HTTPS://Relay.example:8443/v1/workspaces/ws_demo/, https://Relay.example:8443, ws_demo",
      "http://127.0.0.1:7/deep/er/v1/workspaces/a%20b+c, http://127.0.0.1:7/deep/er, a b+c",
      "http://[::1]:8080/v1/workspaces/w, http://[::1]:8080, w",
  })
  void takesAWorkspacesUrlApart(URI url, URI broker, String workspace) {
    WorkspaceAddress address = WorkspaceAddress.parse(url);

    assertThat(address.broker()).isEqualTo(broker);
    assertThat(address.workspace()).hasToString(workspace);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "https://relay.example", "https://relay.example/v1/workspaces/", "https://relay.example/v1/workspaces/a/b",
      "https://relay.example/v1/workspaces/a%2Fb", "https://relay.example/v1/workspaces/..", "ftp://h/v1/workspaces/a",
      "https://user:pass@relay.example/v1/workspaces/a", "https://relay.example/v1/workspaces/a?token=x",
      "https://relay.example/v1/workspaces/a#x", "https:///v1/workspaces/a", "/v1/workspaces/a",
      "https://relay.example:0/v1/workspaces/a", "https://relay.example:70000/v1/workspaces/a", "mailto:a@b"})
  void refusesWhatIsNoWorkspacesUrlWithoutRepeatingASecret(String url) {
    Failure failure = Fixture.thrown(() -> WorkspaceAddress.parse(URI.create(url)));

    assertThat(failure).isInstanceOf(Failure.BadAddress.class);
    assertThat(failure.message()).doesNotContain("pass").doesNotContain("token");
    assertThat(Fixture.thrown(() -> WorkspaceAddress.parse(url))).isEqualTo(failure);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "http://127.0.0.1:80 | it does not end in /v1/workspaces/WORKSPACE",
      "127.0.0.1:80/v1/workspaces/a | it does not begin with http:// or https://",
      "localhost:80/v1/workspaces/a | it does not begin with http:// or https://",
      "ftp://h/v1/workspaces/a | it does not begin with http:// or https://",
      "http:///v1/workspaces/a | it names no host", "http://h:70000/v1/workspaces/a | its port is out of range",
      "http://h/v1/workspaces/a b | it is no URL"})
  void namesWhatAPersonTypedAndWhatIsWrongWithIt(String typed, String why) {
    Failure failure = Fixture.thrown(() -> WorkspaceAddress.parse(typed));

    assertThat(failure).isEqualTo(new Failure.BadAddress(typed + " cannot be used: " + why));
  }

  @Test
  void repeatsNoPasswordAndNoQueryOfWhatAPersonTyped() {
    assertThat(Fixture.thrown(() -> WorkspaceAddress.parse("http://me:pa ss@h/v1/workspaces/a")).message())
        .isEqualTo("the address cannot be used: it is no URL");
    assertThat(Fixture.thrown(() -> WorkspaceAddress.parse("http://h/v1/workspaces/a?token=x")).message())
        .isEqualTo("http://h/v1/workspaces/a cannot be used: it holds a query or a fragment");
  }

  @Test
  void buildsRoutesThatArriveAsTheyWereMeant() {
    WorkspaceAddress address = WorkspaceAddress.parse(URI.create("http://h/p/v1/workspaces/a%20b"));

    assertThat(address.route("fs/file", Map.of("path", "/ä b+%?&#")))
        .hasToString("http://h/p/v1/workspaces/a%20b/fs/file?path=%2F%C3%A4%20b%2B%25%3F%26%23");
    assertThat(address.health()).hasToString("http://h/p/health");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "[::1]"})
  void knowsThisMachine(String host) {
    assertThat(address("http://" + host).isPrivate()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay.example", "localhost.example", "127.0.0.1.example", "10.0.0.1", "0.0.0.0", "[::2]",
      "loopback"})
  void sendsNoTokenOverPlainHttpToOthers(String host) {
    Failure failure = Fixture.thrown(() -> HttpRemote.connect(
        address("http://" + host), TokenSource.fixed(Fixture.TOKEN), () -> null, RemoteOptions.defaults()));

    assertThat(failure).isInstanceOf(Failure.BadAddress.class);
    assertThat(failure.message()).contains("plain http");
  }

  @Test
  void sendsItOverPlainHttpWhenToldTo() {
    NetworkOptions insecure = new NetworkOptions(Optional.empty(), List.of(), Optional.empty(), true);

    HttpRemote.connect(
        address("http://relay.example"), TokenSource.fixed(Fixture.TOKEN), () -> null,
        RemoteOptions.defaults().withNetwork(insecure)).close();
  }

  @ParameterizedTest
  @CsvSource({
      "https://relay.example, '', true", "http://relay.example, '', false", "https://localhost, '', false",
      "https://127.0.0.1, '', false", "https://relay.example, *, false", "https://relay.example, relay.example, false",
      "https://relay.example, RELAY.example, false", "https://relay.example, example, false",
      "https://relay.example, .example, false", "https://relay.example, *.example, false",
      "https://relay.example, lay.example, true", "https://relay.example, relay.example:443, false",
      "https://relay.example:8443, relay.example:443, true", "https://relay.example, ' ', true"})
  void usesTheProxyForHttpsUnlessToldOtherwise(String url, String rule, boolean proxied) {
    NetworkOptions network = new NetworkOptions(
        Optional.of(URI.create("http://user:secret@proxy:3128")), List.of(rule), Optional.empty(), false);

    assertThat(network.proxyFor(address(url)).isPresent()).isEqualTo(proxied);
    assertThat(network.toString()).doesNotContain("secret");
  }

  @Test
  void refusesAnOddProxyAndOddAuthorities() {
    NetworkOptions socks =
        new NetworkOptions(Optional.of(URI.create("socks5://p:1")), List.of(), Optional.empty(), false);
    NetworkOptions absent = new NetworkOptions(Optional.empty(), List.of(), Optional.of(Path.of("no-such.pem")), false);

    for (NetworkOptions network : List.of(socks, absent)) {
      RemoteOptions options = RemoteOptions.defaults().withNetwork(network);
      assertThat(Fixture.thrown(() -> HttpRemote.connect(
          address("https://relay.example"), TokenSource.fixed(Fixture.TOKEN), () -> null, options)))
          .isInstanceOf(Failure.Config.class);
    }
  }

  @Test
  void realSurroundingsWaitForReal() {
    Surroundings real = Surroundings.real();

    var soon = real.clock().instant().plusMillis(20);
    Thread.currentThread().interrupt();
    real.pauses().until(soon);

    assertThat(real.clock().instant()).isAfterOrEqualTo(soon);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static WorkspaceAddress address(String broker) {
    return WorkspaceAddress.parse(URI.create(broker + "/v1/workspaces/ws"));
  }
}
