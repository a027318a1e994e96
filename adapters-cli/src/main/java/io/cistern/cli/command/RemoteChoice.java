package io.cistern.cli.command;

import io.cistern.application.port.MirrorIdentity;
import io.cistern.cli.settings.MirrorMemory;
import io.cistern.cli.settings.Remembered;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.cli.wiring.RemoteAccess;
import io.cistern.cli.wiring.Remotes;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
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
    refuseHomes();
    if (url.isPresent() && isGiven("--base-url")) {
      throw usage("a URL and --base-url name the broker twice");
    }
    String baseUrl = options.baseUrl().orElse("");
    String workspace = options.workspace().orElse("");
    if (url.isEmpty() && (baseUrl.isEmpty() || workspace.isEmpty())) {
      throw usage("name the workspace: http(s)://host[:port]/v1/workspaces/WORKSPACE, or --base-url and --workspace");
    }
    boolean insecure = invocation.options().insecureHttp();
    Optional<Remembered> remembered = known.flatMap(this::remembered);
    TokenOrigin token = flagged()
        .or(this::variable)
        .or(() -> remembered.map(Remembered::token))
        .orElseThrow(() -> noToken(url.map(Remotes::brokerOf).orElseGet(() -> Remotes.baseUrl(baseUrl))));
    RemoteAccess access = url.isPresent()
        ? Remotes.access(url.get(), token, insecure)
        : Remotes.access(baseUrl, workspace, token, insecure);
    boolean fromMemory = flagged().or(this::variable).isEmpty();
    if (fromMemory && remembered.filter(memory -> memory.baseUrl().equals(access.baseUrl())).isEmpty()) {
      throw usage("the remembered token is for another broker: give --token-file or --token-command");
    }
    return access;
  }

  /** For every other verb: the broker is the mirror's, if this user has ever named it. */
  RemoteAccess of(MirrorIdentity mirror) {
    refuseHomes();
    Optional<Remembered> remembered = remembered(mirror).filter(memory -> memory.baseUrl().equals(mirror.baseUrl()));
    boolean named = options.baseUrl().map(Remotes::baseUrl).filter(mirror.baseUrl()::equals).isPresent();
    if (!named && remembered.isEmpty()) {
      throw usage("this mirror says that it belongs to " + mirror.baseUrl()
          + ", which nobody has confirmed here: add --base-url " + mirror.baseUrl() + " if that is so");
    }
    Optional<TokenOrigin> ofTheEnvironment = named ? variable() : Optional.empty();
    TokenOrigin token = flagged()
        .or(() -> ofTheEnvironment)
        .or(() -> remembered.map(Remembered::token))
        .orElseThrow(() -> noToken(mirror.baseUrl()));
    return Remotes.access(
        mirror.baseUrl(), mirror.workspace().value(), token, invocation.options().insecureHttp());
  }

  private Optional<Remembered> remembered(MirrorIdentity mirror) {
    return new MirrorMemory(invocation.surroundings()).recall(mirror.id());
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

  private void refuseHomes() {
    invocation.options().home().ifPresent(name -> {
      throw usage("there is no credential home " + name);
    });
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
