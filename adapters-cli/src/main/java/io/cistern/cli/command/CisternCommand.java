package io.cistern.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: global options, and a verb. */
@Command(
    name = "cistern",
    header = "A local directory that mirrors a remote workspace: names first, content on demand.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    sortSynopsis = false)
final class CisternCommand implements Runnable {
  @Mixin
  private final GlobalOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "show help for a command")
  @SuppressWarnings("UnusedVariable") // the parser acts on it
  private boolean help;

  @Option(names = {"-V", "--version"}, description = "show the version")
  private boolean version;

  @Spec
  private CommandSpec spec;

  private final Invocation invocation;

  CisternCommand(Invocation invocation) {
    this.invocation = invocation;
    this.options = invocation.options();
    this.spec = CommandSpec.create();
  }

  @Override
  public void run() {
    if (!version) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
    VersionCommand.print(invocation.printer());
  }

  GlobalOptions options() {
    return options;
  }
}
