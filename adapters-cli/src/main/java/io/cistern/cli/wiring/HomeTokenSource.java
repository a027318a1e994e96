package io.cistern.cli.wiring;

import io.cistern.cli.homes.Credential;
import io.cistern.cli.homes.HomeDirectory;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.probe.HomeName;
import io.cistern.http.client.BearerToken;
import io.cistern.http.client.TokenSource;

/**
 * The token of a credential home, looked for again when the broker refuses it: somebody may have logged in since. Each
 * time it is checked that the home is still for the broker that the token will be sent to. Safe for use by many threads.
 */
final class HomeTokenSource implements TokenSource {
  private final HomeName home;
  private final String baseUrl;
  private final HomeDirectory homes;
  private final Surroundings surroundings;
  private TokenSource source;

  /** @throws io.cistern.domain.failure.CisternException when there is no such home, or it is for another broker */
  HomeTokenSource(HomeName home, String baseUrl, Surroundings surroundings) {
    this.home = home;
    this.baseUrl = baseUrl;
    this.homes = new HomeDirectory(surroundings);
    this.surroundings = surroundings;
    this.source = look();
  }

  @Override
  public synchronized BearerToken current() {
    return source.current();
  }

  @Override
  public synchronized BearerToken reread() {
    source = look();
    return source.reread();
  }

  private TokenSource look() {
    return switch (homes.require(home, baseUrl).secret()) {
      case Credential.Secret.Token(String value) ->
        TokenSource.fixed(BearerToken.require(value, "credential home " + home));
      case Credential.Secret.Command(String line) -> new CommandTokenSource(line, surroundings);
    };
  }
}
