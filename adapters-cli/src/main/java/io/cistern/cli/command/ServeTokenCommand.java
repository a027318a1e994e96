package io.cistern.cli.command;

import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.wiring.BrokerSession;
import io.cistern.cli.wiring.KeptApart;
import io.cistern.domain.workspace.WorkspaceId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a token for a served directory. */
@Command(name = "token", header = "Write a token with narrower scopes for a served directory into a file.")
final class ServeTokenCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin
  private final ServeOptions options = new ServeOptions();

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      required = true,
      split = ",",
      description = "what it may do, such as fs:read or relayfile:fs:read:/docs/**")
  private List<String> scopes = new ArrayList<>();

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "where to put it (mode 0600)")
  private Path out = Path.of("");

  ServeTokenCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Surroundings surroundings = invocation.surroundings();
    Path file = surroundings.resolve(out);
    WorkspaceId workspace = options.workspace(surroundings);
    Path state = options.state(surroundings);
    Path directory = options.directory(surroundings);
    KeptApart.require(directory, state, "state directory", "--state-dir");
    KeptApart.require(directory, file, "token file", "--out");
    if (!invocation.options().dryRun()) {
      BrokerSession.mint(state, workspace, scopes, file, surroundings.clock());
    }
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.document("cistern.token/1", json -> {
        json.writeStringProperty("tokenFile", file.toString());
        json.writeStringProperty("workspace", workspace.value());
        json.writeArrayPropertyStart("scopes");
        scopes.forEach(json::writeString);
        json.writeEndArray();
      });
    } else {
      printer.line(printer.name(file.toString()));
    }
    return 0;
  }
}
