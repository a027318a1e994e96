package io.cistern.http.client;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Builds the HTTP client with everything switched off that would act by itself: retries, redirects, cookies, decoding. */
final class ConnectionPools {
  /** Bounds on the head of an answer: far above any proxy's additions. */
  private static final Http1Config HEAD =
      Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(200).build();

  private ConnectionPools() {}

  /** A client with so many connections to one broker. */
  static CloseableHttpClient client(WorkspaceAddress address, RemoteOptions options, int connections) {
    HttpClientBuilder builder = HttpClientBuilder.create()
        .setConnectionManager(pool(address, options, connections))
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .disableConnectionState()
        .setUserAgent("cistern");
    options.network().proxyFor(address).ifPresent(proxy -> through(proxy, builder));
    return builder.build();
  }

  private static PoolingHttpClientConnectionManager pool(
      WorkspaceAddress address, RemoteOptions options, int connections) {
    Timeout connect = Timeout.of(options.waits().connect());
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(HEAD).build())
        .setMaxConnTotal(connections)
        .setMaxConnPerRoute(connections)
        .setDefaultConnectionConfig(ConnectionConfig.custom()
            .setConnectTimeout(connect)
            .setSocketTimeout(Timeout.of(options.waits().silence()))
            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
            .build())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
        .setTlsSocketStrategy(address.isTls() ? encrypted(options) : ConnectionPools::refused)
        .build();
  }

  /** Reading all authorities takes longer than most commands do, so only those that need them wait for that. */
  private static TlsSocketStrategy encrypted(RemoteOptions options) {
    ClientTlsStrategyBuilder tls = ClientTlsStrategyBuilder.create();
    options.network().authorities().ifPresent(file -> tls.setSslContext(trusting(file)));
    return tls.buildClassic();
  }

  /** Where the address says so, nothing is encrypted, and nothing leads elsewhere: redirects are not followed. */
  private static SSLSocket refused(Socket socket, String host, int port, Object attachment, HttpContext context)
      throws SSLException {
    throw new SSLException("no TLS was asked for");
  }

  private static void through(URI proxy, HttpClientBuilder builder) {
    if (proxy.getHost() == null || !"http".equalsIgnoreCase(proxy.getScheme())) {
      throw new CisternException(new Failure.Config("the proxy's address is not http://host:port"));
    }
    HttpHost host = new HttpHost("http", proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort());
    builder.setProxy(host);
    Optional.ofNullable(proxy.getUserInfo()).ifPresent(user -> {
      int colon = user.indexOf(':');
      String name = colon < 0 ? user : user.substring(0, colon);
      char[] password = colon < 0 ? new char[0] : user.substring(colon + 1).toCharArray();
      BasicCredentialsProvider credentials = new BasicCredentialsProvider();
      credentials.setCredentials(new AuthScope(host), new UsernamePasswordCredentials(name, password));
      builder.setDefaultCredentialsProvider(credentials);
    });
  }

  private static SSLContext trusting(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) { // it is read byte by byte
      Collection<? extends Certificate> authorities = CertificateFactory.getInstance("X.509").generateCertificates(in);
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int n = 0;
      for (Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + n++, authority);
      }
      if (n == 0) {
        throw new CisternException(new Failure.Config("certificate file " + file + " holds no certificate"));
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new CisternException(
          new Failure.Config("certificate file " + file + " cannot be used: " + e.getMessage()), e);
    }
  }
}
