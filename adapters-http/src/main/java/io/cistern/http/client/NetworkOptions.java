package io.cistern.http.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The way to the broker.
 *
 * @param proxy used for https only, {@code http://[user:password@]host:port}; loopback is always reached directly
 * @param noProxy hosts reached directly: {@code *}, a host, a domain with or without a leading dot, each maybe with a port
 * @param authorities a PEM file of certificate authorities that replaces those of the JDK
 * @param insecureHttp whether a token may travel over plain http beyond this machine
 */
public record NetworkOptions(
    Optional<URI> proxy, List<String> noProxy, Optional<Path> authorities, boolean insecureHttp) {
  /** Direct, with the JDK's authorities, nothing insecure. */
  public static final NetworkOptions DIRECT =
      new NetworkOptions(Optional.empty(), List.of(), Optional.empty(), false);

  public NetworkOptions {
    noProxy = List.copyOf(noProxy);
  }

  /** The proxy to use for this address, where one is. */
  Optional<URI> proxyFor(WorkspaceAddress address) {
    boolean direct = !address.isTls() || address.isLoopback()
        || noProxy.stream().anyMatch(rule -> covers(rule, address));
    return direct ? Optional.empty() : proxy;
  }

  private static boolean covers(String rule, WorkspaceAddress address) {
    String named = rule.strip().toLowerCase(Locale.ROOT);
    String withPort = ":" + address.port();
    String domain = named.endsWith(withPort) ? named.substring(0, named.length() - withPort.length()) : named;
    String suffix = domain.startsWith("*.") ? domain.substring(1) : domain.startsWith(".") ? domain : "." + domain;
    return domain.equals("*") || (suffix.length() > 1 && ("." + address.host()).endsWith(suffix));
  }

  /** Leaves out what a proxy's address may hold. */
  @Override
  public String toString() {
    return "NetworkOptions[proxy=" + proxy.map(URI::getHost) + ", noProxy=" + noProxy + ", authorities=" + authorities
        + ", insecureHttp=" + insecureHttp + "]";
  }
}
