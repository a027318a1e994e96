package io.cistern.cli.wiring;

import io.cistern.cli.settings.SettingKeys;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.http.client.NetworkOptions;
import io.cistern.http.client.RemoteOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How to reach a broker, from settings and from the variables that programs share. */
final class Network {
  private Network() {}

  static RemoteOptions options(Settings settings, Surroundings surroundings, boolean insecureHttp) {
    return RemoteOptions.defaults()
        .withConnections(new RemoteOptions.Connections(
            settings.get(SettingKeys.OPEN_PERMITS), settings.get(SettingKeys.BOOTSTRAP_PARALLELISM)))
        .withWaits(new RemoteOptions.Waits(
            settings.get(SettingKeys.HTTP_CONNECT_TIMEOUT), settings.get(SettingKeys.HTTP_READ_TIMEOUT)))
        .withTries(new RemoteOptions.Tries(
            settings.get(SettingKeys.HTTP_TRIES), RemoteOptions.Tries.DEFAULT.first()))
        .withNetwork(new NetworkOptions(
            proxy(surroundings),
            noProxy(surroundings),
            surroundings.variable("SSL_CERT_FILE").map(Path::of).map(surroundings::resolve),
            insecureHttp));
  }

  private static Optional<URI> proxy(Surroundings surroundings) {
    return either(surroundings, "HTTPS_PROXY", "https_proxy").map(text -> {
      try {
        return new URI(text.contains("://") ? text : "http://" + text);
      } catch (URISyntaxException _) {
        // The address may hold a password, so neither it nor the cause, which repeats it, is shown.
        throw new CisternException(new Failure.Config("HTTPS_PROXY is no address of a proxy"));
      }
    });
  }

  private static List<String> noProxy(Surroundings surroundings) {
    return either(surroundings, "NO_PROXY", "no_proxy")
        .map(text -> Arrays.stream(text.split("[,\\s]+", -1)).filter(host -> !host.isBlank()).toList())
        .orElse(List.of());
  }

  private static Optional<String> either(Surroundings surroundings, String upper, String lower) {
    return surroundings.variable(upper).or(() -> surroundings.variable(lower));
  }
}
