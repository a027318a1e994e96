package io.cistern.cli.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script that teaches a shell to complete our commands. */
@Command(
    name = "completion",
    header = "Print a completion script for a shell.",
    description = "bash, zsh: source <(cistern completion SHELL)    fish: cistern completion fish | source")
final class CompletionCommand implements Callable<Integer> {
  /** The shells that can be taught. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private final Invocation invocation;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
  private Shell shell = Shell.BASH;

  CompletionCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    CommandLine whole = CommandTree.whole(invocation);
    String script = switch (shell) {
      case BASH -> AutoComplete.bash("cistern", whole);
      // The script is written for bash and for zsh, which needs its emulation of bash's completion switched on first.
      case ZSH -> "autoload -Uz compinit bashcompinit\ncompinit\nbashcompinit\n" + AutoComplete.bash("cistern", whole);
      case FISH -> FishCompletion.script(whole);
    };
    script.lines().forEach(invocation.printer()::line);
    return 0;
  }
}
