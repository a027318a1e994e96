package io.cistern.cli.homes;

import io.cistern.domain.failure.Invariant;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * What a home holds. It never shows its token: {@link #toString} tells nothing.
 *
 * @param baseUrl the broker that it is for, in the form in which a mirror keeps it; the token goes nowhere else
 * @param id drawn when it was stored, so that the same token stored again is another credential
 */
public record Credential(String baseUrl, String id, Secret secret) {
  /** What kind of account it is: the contract that its broker speaks. */
  public static final String KIND = "relayfile-v1";

  /** The token, or how to get it. */
  public sealed interface Secret {
    /** The token itself. */
    record Token(String value) implements Secret {
      public Token {
        Invariant.check(!value.isBlank(), "an empty token is none");
      }

      @Override
      public String toString() {
        return "(token)";
      }
    }

    /** The token is the first line that a shell command prints. */
    record Command(String line) implements Secret {}
  }

  /** Whether its token may be sent there: to the scheme, host and port that it was given for, and nowhere else. */
  public boolean isFor(String otherBaseUrl) {
    return origin(baseUrl).equals(origin(otherBaseUrl));
  }

  private static String origin(String url) {
    URI uri = URI.create(url);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? standard : uri.getPort();
    return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }

  /** The word for where the token comes from. */
  public String source() {
    return switch (secret) {
      case Secret.Token _ -> "stored";
      case Secret.Command _ -> "command";
    };
  }

  /** The stored token. */
  Optional<String> token() {
    return secret instanceof Secret.Token(String value) ? Optional.of(value) : Optional.empty();
  }

  /** The command that prints it. */
  public Optional<String> command() {
    return secret instanceof Secret.Command(String line) ? Optional.of(line) : Optional.empty();
  }

  @Override
  public String toString() {
    return "credential for " + baseUrl;
  }
}
