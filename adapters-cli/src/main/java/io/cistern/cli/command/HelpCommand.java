package io.cistern.cli.command;

import io.cistern.cli.settings.Suggestion;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Help on the program or on one verb, to standard output. */
@Command(name = "help", header = "Show help for the program or for a command.")
final class HelpCommand implements Callable<Integer> {
  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "the command to show help for")
  private List<String> names = new ArrayList<>();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine at = spec.commandLine().getParent();
    for (String name : names) {
      CommandLine below = at.getSubcommands().get(name);
      if (below == null) {
        throw new ParameterException(
            spec.commandLine(),
            "no command " + name + Suggestion.clause(name, at.getSubcommands().keySet()));
      }
      at = below;
    }
    PrintWriter out = spec.commandLine().getParent().getOut();
    at.usage(out);
    out.flush();
    return 0;
  }
}
