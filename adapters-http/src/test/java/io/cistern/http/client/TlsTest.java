package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.time.Deadline;
import io.cistern.http.testing.Reply;
import io.cistern.http.testing.ScriptedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS with an authority of our own, made by the JDK's keytool. */
@Timeout(300)
final class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir
  private static Path directory;
  private static SSLContext brokers;
  private static Path authority;

  @BeforeAll
  static void makeACertificate() throws Exception {
    Path store = directory.resolve("broker.p12");
    Process keytool = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "broker",
        "-keyalg", "EC", "-validity", "365", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-ext",
        "bc=ca:true",
        "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", new String(PASSWORD))
        .redirectErrorStream(true).redirectOutput(directory.resolve("keytool.log").toFile()).start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    authority = Files.writeString(directory.resolve("authority.pem"), "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(keys.getCertificate("broker").getEncoded())
        + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    brokers = SSLContext.getInstance("TLS");
    brokers.init(managers.getKeyManagers(), null, null);
  }

  @Test
  void trustsAnAuthorityOfOurOwn() throws IOException {
    try (ScriptedBroker broker = broker();
        RemoteWorkspace remote = connect(broker, "localhost", Optional.of(authority))) {
      assertThat(read(remote)).isInstanceOf(ReadOutcome.Received.class);
      assertThat(broker.requests().getFirst().headers()).containsEntry("authorization", "Bearer s3cr3t-token");
    }
  }

  @Test
  void sendsNothingToABrokerThatNobodyVouchesFor() throws IOException {
    try (ScriptedBroker broker = broker();
        RemoteWorkspace remote = connect(broker, "localhost", Optional.empty())) {
      var failure = Fixture.remoteFailure(() -> read(remote));

      assertThat(failure.code()).isEqualTo(RemoteCode.REMOTE_UNAVAILABLE);
      assertThat(failure.message()).contains("no TLS connection");
      assertThat(broker.requests()).isEmpty();
      assertThat(broker.connections()).as("asked once").isEqualTo(1);
    }
  }

  @Test
  void sendsNothingToABrokerOfAnotherName() throws IOException {
    try (ScriptedBroker broker = broker();
        RemoteWorkspace remote = connect(broker, "127.0.0.1", Optional.of(authority))) {
      assertThat(Fixture.remoteFailure(() -> read(remote)).message()).contains("no TLS connection");
      assertThat(broker.requests()).isEmpty();
    }
  }

  @Test
  void readsNoAuthoritiesForABrokerWithoutTls() {
    Path missing = directory.resolve("missing.pem");
    NetworkOptions network = new NetworkOptions(Optional.empty(), List.of(), Optional.of(missing), false);
    try (ScriptedBroker broker = ScriptedBroker.start().on("file", Reply.json(Fixture.file("x")));
        RemoteWorkspace remote = connect(broker.workspace("ws_demo"), network)) {
      assertThat(read(remote)).isInstanceOf(ReadOutcome.Received.class);
    }
  }

  private static ScriptedBroker broker() throws IOException {
    ServerSocket listener = brokers.getServerSocketFactory().createServerSocket(0);
    return ScriptedBroker.over(listener).on("file", Reply.json(Fixture.file("x")));
  }

  private static RemoteWorkspace connect(ScriptedBroker broker, String host, Optional<Path> trusted) {
    URI url = URI.create("https://" + host + ":" + broker.address().getPort() + "/v1/workspaces/ws_demo");
    return connect(url, new NetworkOptions(Optional.empty(), List.of(), trusted, false));
  }

  private static RemoteWorkspace connect(URI url, NetworkOptions network) {
    return HttpRemote.connect(
        WorkspaceAddress.parse(url), TokenSource.fixed(Fixture.TOKEN), () -> null,
        RemoteOptions.defaults().withNetwork(network));
  }

  private static ReadOutcome read(RemoteWorkspace remote) {
    return remote.read(Fixture.A, Lane.EAGER, Deadline.NEVER);
  }
}
