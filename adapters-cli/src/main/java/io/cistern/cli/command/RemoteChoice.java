package io.cistern.cli.command;

import io.cistern.application.port.MirrorIdentity;
import io.cistern.cli.homes.Credential;
import io.cistern.cli.homes.HomeDirectory;
import io.cistern.cli.settings.MirrorMemory;
import io.cistern.cli.settings.Remembered;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.cli.wiring.RemoteAccess;
import io.cistern.cli.wiring.Remotes;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/**
 * Decides which broker a run talks to and where the token comes from.
 *
 * <p>A mirror names its broker, but a mirror may come from anybody. So a token is only ever sent to a broker that this
 * user has named: in the command, in the environment, or in the {@code clone} that is remembered outside the mirror.
 */
final class RemoteChoice {
  private static final List<String> TOKEN_VARIABLES = List.of("CISTERN_TOKEN", "RELAYFILE_TOKEN");

  private final Invocation invocation;
  private final RemoteOptions options;
  private final ParseResult given;

  RemoteChoice(Invocation invocation, RemoteOptions options, ParseResult given) {
    this.invocation = invocation;
    this.options = options;
    this.given = given;
  }

  /**
   * For {@code clone}: the broker is the one that the user names now.
   *
   * @param known the mirror that is cloned again, whose token source is remembered
   */
  RemoteAccess named(Optional<String> url, Optional<MirrorIdentity> known) {
    if (url.isPresent() && isGiven("--base-url")) {
      throw usage("a URL and --base-url name the broker twice");
    }
    Optional<TokenOrigin> said = chosen().or(this::variable);
    String baseUrl = options.baseUrl().or(() -> brokerOf(said)).orElse("");
    String workspace = options.workspace().orElse("");
    if (url.isEmpty() && (baseUrl.isEmpty() || workspace.isEmpty())) {
      throw usage("name the workspace: http(s)://host[:port]/v1/workspaces/WORKSPACE, or --base-url and --workspace");
    }
    boolean insecure = invocation.options().insecureHttp();
    Optional<Remembered> remembered = known.flatMap(this::remembered);
    String broker = url.map(Remotes::brokerOf).orElseGet(() -> Remotes.baseUrl(baseUrl));
    TokenOrigin token = said
        .or(() -> remembered.map(Remembered::token))
        .or(() -> usualHome(broker))
        .orElseThrow(() -> noToken(broker));
    RemoteAccess access = url.isPresent()
        ? Remotes.access(url.get(), token, insecure)
        : Remotes.access(baseUrl, workspace, token, insecure);
    boolean fromMemory = said.isEmpty() && remembered.isPresent();
    if (fromMemory && remembered.filter(memory -> memory.baseUrl().equals(access.baseUrl())).isEmpty()) {
      throw usage("the remembered token is for another broker: give --token-file or --token-command");
    }
    return access;
  }

  /** For every other verb: the broker is the mirror's, if this user has ever named it. */
  RemoteAccess of(MirrorIdentity mirror) {
    Optional<Remembered> remembered = remembered(mirror).filter(memory -> memory.baseUrl().equals(mirror.baseUrl()));
    Optional<TokenOrigin> chosen = chosen();
    boolean named = options.baseUrl().map(Remotes::baseUrl).filter(mirror.baseUrl()::equals).isPresent()
        || isHomeFor(chosen, mirror.baseUrl());
    if (!named && remembered.isEmpty()) {
      throw usage("this mirror says that it belongs to " + mirror.baseUrl()
          + ", which nobody has confirmed here: add --base-url " + mirror.baseUrl() + " if that is so");
    }
    Optional<TokenOrigin> ofTheEnvironment = named ? variable() : Optional.empty();
    TokenOrigin token = chosen
        .or(() -> ofTheEnvironment)
        .or(() -> remembered.map(Remembered::token))
        .orElseThrow(() -> noToken(mirror.baseUrl()));
    return Remotes.access(
        mirror.baseUrl(), mirror.workspace().value(), token, invocation.options().insecureHttp());
  }

  private Optional<Remembered> remembered(MirrorIdentity mirror) {
    return new MirrorMemory(invocation.surroundings()).recall(mirror.id());
  }

  /** A home or a token's source that is named for this run; a flag beats the variable that names a home by habit. */
  private Optional<TokenOrigin> chosen() {
    boolean flag = isGiven("--token-file") || isGiven("--token-command");
    Optional<String> home = invocation.options().home();
    boolean habit = home.equals(invocation.surroundings().variable("CISTERN_HOME"));
    if (flag && home.isPresent() && !habit) {
      throw usage("--home and " + (isGiven("--token-file") ? "--token-file" : "--token-command")
          + " name the token twice");
    }
    Optional<TokenOrigin> named = home.map(HomeOption::parse).map(TokenOrigin.Home::new);
    return flag ? flagged() : named.or(this::flagged);
  }

  /** A home says which broker it is for, which is as good as naming it. */
  private Optional<String> brokerOf(Optional<TokenOrigin> said) {
    return said.isPresent() && said.get() instanceof TokenOrigin.Home(HomeName name)
        ? homes().find(name).map(Credential::baseUrl)
        : Optional.empty();
  }

  /** Whether a home is chosen, which must be for that broker then. */
  private boolean isHomeFor(Optional<TokenOrigin> chosen, String baseUrl) {
    if (chosen.isPresent() && chosen.get() instanceof TokenOrigin.Home(HomeName name)) {
      homes().require(name, baseUrl);
      return true;
    }
    return false;
  }

  /** Where nothing at all is said about a token, and there is a home of the usual name for this broker. */
  private Optional<TokenOrigin> usualHome(String broker) {
    return homes().find(HomeName.DEFAULT)
        .filter(credential -> credential.isFor(broker))
        .map(_ -> new TokenOrigin.Home(HomeName.DEFAULT));
  }

  private HomeDirectory homes() {
    return new HomeDirectory(invocation.surroundings());
  }

  /** A flag beats the variable of the other flag. */
  private Optional<TokenOrigin> flagged() {
    boolean file = isGiven("--token-file");
    boolean command = isGiven("--token-command");
    if (file && command) {
      throw usage("--token-file and --token-command name the token twice");
    }
    Optional<TokenOrigin> fromFile = options.tokenFile().map(this::file);
    Optional<TokenOrigin> fromCommand = options.tokenCommand().map(TokenOrigin.Command::new);
    return command ? fromCommand : fromFile.or(() -> fromCommand);
  }

  private TokenOrigin file(Path path) {
    Path absolute = invocation.surroundings().resolve(path);
    if (!Files.exists(absolute)) {
      throw new CisternException(new Failure.NoToken("there is no token file " + absolute));
    }
    if (Files.isDirectory(absolute) || !Files.isReadable(absolute)) {
      throw new CisternException(new Failure.NoToken(
          "token file " + absolute + (Files.isDirectory(absolute) ? " is a directory" : " cannot be read")));
    }
    return new TokenOrigin.File(absolute);
  }

  private Optional<TokenOrigin> variable() {
    Surroundings surroundings = invocation.surroundings();
    return TOKEN_VARIABLES.stream()
        .filter(name -> surroundings.variable(name).isPresent())
        .findFirst()
        .map(TokenOrigin.Variable::new);
  }

  private boolean isGiven(String option) {
    return given.hasMatchedOption(option);
  }

  private static CisternException noToken(String broker) {
    return new CisternException(new Failure.NoToken("no token for " + broker));
  }

  private static CisternException usage(String message) {
    return new CisternException(new Failure.Usage(message));
  }
}
