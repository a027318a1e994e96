package io.cistern.http.client;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspaceId;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a workspace is: an origin (scheme, host, port), the broker's place on it, and the workspace's name. The token
 * goes to this origin and nowhere else.
 *
 * @param broker scheme, host, port and maybe a path prefix; no trailing slash
 */
public record WorkspaceAddress(URI broker, WorkspaceId workspace) {
  private static final Pattern WHOLE = Pattern.compile("(?<prefix>.*)/v1/workspaces/(?<workspace>[^/]+)/?");

  public WorkspaceAddress {
    broker = checked(broker);
  }

  /**
   * Takes {@code http(s)://host[:port][/prefix]/v1/workspaces/WORKSPACE}.
   *
   * @throws CisternException with {@code Failure.Config} for anything else
   */
  public static WorkspaceAddress parse(URI url) {
    Matcher path = WHOLE.matcher(Optional.ofNullable(url.getRawPath()).orElse(""));
    if (!path.matches()) {
      throw wrong("it does not end in /v1/workspaces/WORKSPACE");
    }
    String name = URLDecoder.decode(path.group("workspace").replace("+", "%2B"), StandardCharsets.UTF_8);
    WorkspaceId workspace = WorkspaceId.parse(name).orElseThrow(() -> wrong("its workspace has no usable name"));
    return new WorkspaceAddress(url.resolve(path.group("prefix") + "/"), workspace);
  }

  /** Whether nobody between here and there can listen: TLS, or this machine. */
  boolean isPrivate() {
    return isTls() || isLoopback();
  }

  boolean isTls() {
    return broker.getScheme().equals("https");
  }

  boolean isLoopback() {
    String host = host();
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Without the brackets of an IPv6 address. */
  String host() {
    return broker.getHost().toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
  }

  int port() {
    int standard = isTls() ? 443 : 80;
    return broker.getPort() < 0 ? standard : broker.getPort();
  }

  URI health() {
    return URI.create(broker + "/health");
  }

  /** A route below the workspace, for example {@code fs/tree}, with its parameters in the map's order. */
  URI route(String route, Map<String, String> parameters) {
    String query = parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
        .collect(Collectors.joining("&"));
    return URI.create(
        broker + "/v1/workspaces/" + encoded(workspace.value()) + "/" + route + (query.isEmpty() ? "" : "?" + query));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static URI checked(URI broker) {
    String scheme = Optional.ofNullable(broker.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw wrong("it is neither http nor https");
    }
    if (broker.getHost() == null) {
      throw wrong("it names no host");
    }
    if (broker.getRawUserInfo() != null || broker.getRawQuery() != null || broker.getRawFragment() != null) {
      throw wrong("it holds a user, a query or a fragment");
    }
    if (broker.getPort() == 0 || broker.getPort() > 65535) {
      throw wrong("its port is out of range");
    }
    String port = broker.getPort() < 0 ? "" : ":" + broker.getPort();
    String prefix = Optional.ofNullable(broker.getRawPath()).orElse("").replaceAll("/+$", "");
    return URI.create(scheme + "://" + broker.getHost() + port + prefix);
  }

  /** Does not repeat the address: it may hold a password. */
  private static CisternException wrong(String why) {
    return new CisternException(new Failure.Config("the workspace's address cannot be used: " + why));
  }
}
