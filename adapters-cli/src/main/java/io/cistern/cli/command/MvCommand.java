package io.cistern.cli.command;

import io.cistern.application.mutate.MoveFiles;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.wiring.LocalVerbs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Moves a file or a directory to another name. */
@Command(name = "mv", header = "Move a file or a directory; nothing is ever replaced.")
final class MvCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(index = "0", paramLabel = "A", description = "what to move")
  private String from = "";

  @Parameters(index = "1", paramLabel = "B", description = "its new name, or a directory to move it into")
  private String to = "";

  MvCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "mv")) {
      LocalVerbs verbs =
          opened.session().local(opened.settings(), recovery -> Opened.tell(invocation, recovery));
      PathArguments paths = opened.paths();
      ChangeOutput output = new ChangeOutput(invocation, paths, "mv");
      if (invocation.options().dryRun()) {
        Printer printer = invocation.printer();
        List<MoveFiles.Move> moves =
            verbs.planningMove().plan(paths.name(from), paths.name(to), invocation.stop().signal());
        moves.forEach(move -> output.would(
            move.to().value(), "wouldMove",
            printer.name(paths.shown(move.from().value())) + " → " + printer.name(paths.shown(move.to().value()))));
        if (!printer.json()) {
          printer.note("would move " + People.many(moves.size(), "file"));
        }
        return output.planned(moves.size(), Optional.empty(), ExitCode.DONE);
      }
      return output.conclude(
          verbs.moving().move(paths.name(from), paths.name(to), invocation.stop().signal()), verbs, "moved");
    }
  }
}
