package io.cistern.cli.wiring;

import io.cistern.cli.settings.PrivateFiles;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import io.cistern.http.client.BearerToken;
import io.cistern.http.client.TokenSource;
import java.io.IOException;
import java.nio.file.Path;

/** Turns a token's origin into what the client asks for it. */
final class TokenSources {
  private TokenSources() {}

  /**
   * The source.
   *
   * @param baseUrl the broker that the token will be sent to
   * @throws CisternException {@code NoToken} when it can be seen now that no token will come from there
   */
  static TokenSource of(TokenOrigin origin, String baseUrl, Surroundings surroundings) {
    return switch (origin) {
      case TokenOrigin.File(Path path) -> {
        requirePrivate(path);
        yield TokenSource.file(path);
      }
      case TokenOrigin.Command(String line) -> new CommandTokenSource(line, surroundings);
      case TokenOrigin.Variable(String name) -> TokenSource.fixed(BearerToken.require(
          surroundings.variable(name).orElse(""), "the environment variable " + name));
      case TokenOrigin.Home(HomeName name) -> new HomeTokenSource(name, baseUrl, surroundings);
    };
  }

  /** As ssh does with keys: a token that others can read is no secret any more. */
  private static void requirePrivate(Path file) {
    try {
      if (PrivateFiles.isOpenToOthers(file)) {
        throw new CisternException(new Failure.NoToken(
            "token file " + file + " can be read by others: chmod 600 it, or print it with --token-command"));
      }
    } catch (IOException unreadable) {
      throw new CisternException(new Failure.NoToken("token file " + file + " cannot be looked at"), unreadable);
    }
  }
}
