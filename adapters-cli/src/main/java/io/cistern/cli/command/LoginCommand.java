package io.cistern.cli.command;

import io.cistern.cli.homes.Credential;
import io.cistern.cli.homes.HomeDirectory;
import io.cistern.cli.homes.StoredHome;
import io.cistern.cli.output.Printer;
import io.cistern.cli.wiring.Remotes;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stores a token, or the command that prints it, in a credential home. */
@Command(name = "login", header = "Store a token in a credential home (--home NAME, --base-url URL).")
final class LoginCommand implements Callable<Integer> {
  private static final int ID_BYTES = 16;

  private final Invocation invocation;

  @Mixin
  private final LoginOptions options = new LoginOptions();

  @Option(names = "--list", description = "show the homes there are, without their tokens")
  private boolean list;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  LoginCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    HomeDirectory homes = new HomeDirectory(invocation.surroundings());
    if (list) {
      show(homes.list());
      return 0;
    }
    HomeName home = HomeOption.orDefault(invocation);
    String baseUrl = options.baseUrl().map(Remotes::baseUrl).or(() -> known(homes, home))
        .orElseThrow(() -> new CisternException(new Failure.Usage(
            "name the broker that the token is for: --base-url http(s)://host[:port]")));
    TokenIntake intake = new TokenIntake(invocation.surroundings(), spec.commandLine().getParseResult());
    Credential credential =
        new Credential(baseUrl, fresh(), intake.secret(options.tokenFile(), options.tokenCommand()));
    boolean replaced = homes.find(home).isPresent();
    if (!invocation.options().dryRun()) {
      homes.store(home, credential);
    }
    told(homes, home, credential, replaced);
    return 0;
  }

  /** Logging in again needs no address: the home knows its broker. */
  private static Optional<String> known(HomeDirectory homes, HomeName home) {
    return homes.find(home).map(Credential::baseUrl);
  }

  private void told(HomeDirectory homes, HomeName home, Credential credential, boolean replaced) {
    Printer printer = invocation.printer();
    boolean dry = invocation.options().dryRun();
    if (printer.json()) {
      printer.document("cistern.login/1", json -> {
        json.writeStringProperty("home", home.value());
        json.writeStringProperty("baseUrl", credential.baseUrl());
        json.writeStringProperty("kind", Credential.KIND);
        json.writeStringProperty("token", credential.source());
        json.writeBooleanProperty("replaced", replaced);
        json.writeBooleanProperty("dryRun", dry);
      });
    } else {
      String place = invocation.surroundings().shown(homes.directory(home));
      printer.line((dry ? "would store " : replaced ? "replaced " : "stored ")
          + (credential.command().isPresent() ? "the token command" : "the token") + " for " + credential.baseUrl()
          + " in home " + home + " (" + printer.name(place) + ")");
    }
  }

  private void show(List<StoredHome> stored) {
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.document("cistern.homes/1", json -> {
        json.writeArrayPropertyStart("homes");
        for (StoredHome home : stored) {
          json.writeStartObject();
          json.writeStringProperty("home", home.name().value());
          json.writeStringProperty("baseUrl", home.baseUrl());
          json.writeStringProperty("kind", home.kind());
          json.writeStringProperty("token", home.source());
          json.writeEndObject();
        }
        json.writeEndArray();
      });
    } else if (stored.isEmpty()) {
      printer.line("no credential homes; store one with cistern login --home NAME --base-url URL");
    } else {
      int width = stored.stream().mapToInt(home -> home.name().value().length()).max().orElse(0);
      stored.forEach(home -> printer.line(
          home.name() + " ".repeat(width - home.name().value().length()) + "  " + printer.name(home.baseUrl()) + "  "
              + (home.source().equals("command") ? "token from a command" : "token stored")));
    }
  }

  private static String fresh() {
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
