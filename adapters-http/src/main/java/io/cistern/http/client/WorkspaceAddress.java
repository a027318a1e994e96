package io.cistern.http.client;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.wire.PlainText;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
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
  private static final Pattern BEGIN = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);
  private static final String NO_EXTRAS = "it holds a query or a fragment";
  private static final String NO_SCHEME = "it does not begin with http:// or https://";
  private static final Pattern WHOLE = Pattern.compile("(?<prefix>.*)/v1/workspaces/(?<workspace>[^/]+)/?");

  public WorkspaceAddress {
    broker = checked(broker);
  }

  /** As {@link #parse(URI)}, for what a person typed. */
  public static WorkspaceAddress parse(String url) {
    return parse(uri(url));
  }

  /**
   * Takes {@code http(s)://host[:port][/prefix]/v1/workspaces/WORKSPACE}.
   *
   * @throws CisternException with {@code Failure.BadAddress} for anything else
   */
  public static WorkspaceAddress parse(URI url) {
    requireOrigin(url);
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw wrong(url, NO_EXTRAS);
    }
    Matcher path = WHOLE.matcher(Optional.ofNullable(url.getRawPath()).orElse(""));
    if (!path.matches()) {
      throw wrong(url, "it does not end in /v1/workspaces/WORKSPACE");
    }
    String name = URLDecoder.decode(path.group("workspace").replace("+", "%2B"), StandardCharsets.UTF_8);
    WorkspaceId workspace =
        WorkspaceId.parse(name).orElseThrow(() -> wrong(url, "its workspace has no usable name"));
    return new WorkspaceAddress(url.resolve(path.group("prefix") + "/"), workspace);
  }

  /**
   * Puts a broker's address, as a person typed it, and a workspace together.
   *
   * @throws CisternException with {@code Failure.BadAddress} when it is no address of a broker
   */
  public static WorkspaceAddress of(String broker, WorkspaceId workspace) {
    return new WorkspaceAddress(uri(broker), workspace);
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

  URI usage() {
    return URI.create(broker + "/cistern/usage");
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

  private static URI uri(String text) {
    if (!BEGIN.matcher(text).lookingAt()) {
      throw wrong(text, NO_SCHEME);
    }
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      // The cause repeats the text, and that may hold a password.
      throw wrong(text, "it is no URL");
    }
  }

  private static URI checked(URI broker) {
    requireOrigin(broker);
    if (broker.getRawQuery() != null || broker.getRawFragment() != null) {
      throw wrong(broker, NO_EXTRAS);
    }
    String port = broker.getPort() < 0 ? "" : ":" + broker.getPort();
    String prefix = Optional.ofNullable(broker.getRawPath()).orElse("").replaceAll("/+$", "");
    return URI.create(broker.getScheme().toLowerCase(Locale.ROOT) + "://" + broker.getHost() + port + prefix);
  }

  private static void requireOrigin(URI address) {
    String scheme = Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw wrong(address, NO_SCHEME);
    }
    if (address.getHost() == null) {
      throw wrong(address, "it names no host");
    }
    if (address.getRawUserInfo() != null) {
      throw wrong(address, "it holds a user");
    }
    if (address.getPort() == 0 || address.getPort() > 65535) {
      throw wrong(address, "its port is out of range");
    }
  }

  private static CisternException wrong(URI address, String why) {
    return wrong(address.toString(), why);
  }

  /** A user's part may hold a password, and a query a token; neither is repeated. */
  private static CisternException wrong(String address, String why) {
    String shown = address.contains("@") ? "the address" : address.replaceAll("[?#].*", "");
    return new CisternException(new Failure.BadAddress(PlainText.of(shown, 300) + " cannot be used: " + why));
  }
}
