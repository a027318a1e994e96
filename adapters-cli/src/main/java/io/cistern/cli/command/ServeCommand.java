package io.cistern.cli.command;

import io.cistern.application.port.WorkspaceStore.Skipped;
import io.cistern.application.serve.Serving;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.wiring.BrokerSession;
import io.cistern.cli.wiring.KeptApart;
import io.cistern.cli.wiring.ServeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a directory as a workspace until it is stopped. */
@Command(name = "serve", header = "Serve a directory as a remote workspace (relayfile-v1) on this machine.")
final class ServeCommand implements Callable<Integer> {
  /** More would hide the address that was just printed. */
  private static final int SKIPPED_SHOWN = 10;

  private final Invocation invocation;

  @Mixin
  private final ServeOptions options = new ServeOptions();

  @Option(names = "--port", paramLabel = "N", description = "0 for a free one (the default)")
  private int port;

  @Option(names = "--address", paramLabel = "ADDR", description = "what to listen on (default: 127.0.0.1)")
  private String address = ServeRequest.LOOPBACK;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "where the token is, made when absent (default: in the state directory)")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(names = "--access-log", paramLabel = "FILE", description = "append a JSON line per request")
  private Optional<Path> accessLog = Optional.empty();

  @Option(
      names = "--chaos",
      paramLabel = "SPEC",
      description = "rehearse a bad remote, such as 'seed=7;export:hang;file:p=0.2,status=503'")
  private Optional<String> chaos = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "SPEC",
      description = "what each token may use up, such as 'requests=5000/h,bytes=2GiB/d' (units s m h d)")
  private Optional<String> limit = Optional.empty();

  @Option(names = "--jwks", paramLabel = "FILE", description = "public keys of other issuers whose tokens are accepted")
  private Optional<Path> jwks = Optional.empty();

  private ServeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  static CommandLine assemble(Invocation invocation) {
    return new CommandLine(new ServeCommand(invocation)).addSubcommand("token", new ServeTokenCommand(invocation));
  }

  @Override
  public Integer call() {
    invocation.refuseDryRun("serve");
    ServeRequest request = request();
    // Asked before the file is made.
    invocation.options()
        .logFile()
        .map(invocation.surroundings()::resolve)
        .ifPresent(log -> KeptApart.require(request.directory(), log, "log file", "--log-file"));
    invocation.startLogging();
    try (BrokerSession session = BrokerSession.start(request, invocation.surroundings().clock())) {
      print(request, session);
      remarks(request, session);
      // Woken at once by a stop; the bound only keeps the wait finite.
      while (!invocation.stop().await(Duration.ofHours(1))) {
        invocation.printer().flush();
      }
    }
    invocation.printer().note("stopped; the same command goes on serving with the same revisions and token");
    return invocation.stop().exitCode();
  }

  private ServeRequest request() {
    Surroundings surroundings = invocation.surroundings();
    Path state = options.state(surroundings);
    return new ServeRequest(
        options.directory(surroundings),
        options.workspace(surroundings),
        state,
        tokenFile.map(surroundings::resolve).orElseGet(() -> state.resolve(options.tokenName())),
        address,
        port,
        new ServeRequest.Extras(
            jwks.map(surroundings::resolve), accessLog.map(surroundings::resolve), chaos, limit));
  }

  private void print(ServeRequest request, BrokerSession session) {
    Printer printer = invocation.printer();
    Serving serving = session.serving();
    String url = session.baseUrl() + "/v1/workspaces/" + Urls.segment(request.workspace().value());
    if (printer.json()) {
      printer.document("cistern.serve/1", json -> {
        json.writeStringProperty("baseUrl", session.baseUrl().toString());
        json.writeStringProperty("workspace", request.workspace().value());
        json.writeStringProperty("url", url);
        json.writeStringProperty("tokenFile", request.tokenFile().toString());
        json.writeBooleanProperty("tokenCreated", session.tokenMade());
        json.writeStringProperty("directory", request.directory().toString());
        json.writeStringProperty("stateDir", request.state().toString());
        json.writeNumberProperty("files", serving.files());
        json.writeNumberProperty("dotFiles", serving.dotFiles());
        json.writeNumberProperty("skipped", serving.skipped().size());
      });
    } else {
      printer.line("base URL    " + session.baseUrl());
      printer.line("workspace   " + printer.name(request.workspace().value()));
      printer.line("token file  " + printer.name(request.tokenFile().toString()));
      printer
          .line("to mirror   cistern clone " + url + " --token-file "
              + printer.name(Words.typed(request.tokenFile().toString())));
    }
    printer.flush();
  }

  private void remarks(ServeRequest request, BrokerSession session) {
    Printer printer = invocation.printer();
    Serving serving = session.serving();
    printer.note("serving " + People.many(serving.files(), "file") + ", " + People.count(serving.dotFiles())
        + " of them under names that start with a dot");
    session.tokenFault()
        .ifPresent(why -> printer.warn("the token in " + request.tokenFile() + " is none for this broker (" + why
            + "); remove the file, and a new one is made"));
    if (session.beyondLoopback()) {
      printer.warn("others than this machine can connect, and everything, the token too, travels over plain http");
    }
    if (!serving.skipped().isEmpty()) {
      printer.warn("not served: " + People.many(serving.skipped().size(), "name"));
      serving.skipped().stream().limit(SKIPPED_SHOWN).map(ServeCommand::skipped).forEach(printer::warn);
    }
  }

  private static String skipped(Skipped skipped) {
    return "  " + skipped.name() + ": " + skipped.why();
  }
}
