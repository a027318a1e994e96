package io.cistern.cli.command;

import io.cistern.application.mutate.Undo;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Printer;
import io.cistern.cli.wiring.LocalVerbs;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes an operation back. */
@Command(
    name = "undo",
    header = "Take back the last (or that) local operation or received removal; again to make it anew.")
final class UndoCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(arity = "0..1", paramLabel = "SEQ",
      description = "one group by its number in `cistern log` (default: all of the last operation)")
  private Optional<String> number = Optional.empty();

  UndoCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Optional<Sequence> which = number.map(UndoCommand::sequence);
    try (Opened opened = Opened.here(invocation, "undo")) {
      LocalVerbs verbs =
          opened.session().local(opened.settings(), recovery -> Opened.tell(invocation, recovery));
      ChangeOutput output = new ChangeOutput(invocation, opened.paths(), "undo");
      if (invocation.options().dryRun()) {
        return plan(verbs.planningUndo().plan(which), output, opened.paths());
      }
      return output.conclude(verbs.undoing().undo(which), verbs, "taken back");
    }
  }

  private int plan(Undo.Plan plan, ChangeOutput output, PathArguments paths) {
    Printer printer = invocation.printer();
    plan.paths().forEach(step -> {
      String result = switch (step.what()) {
        case "removed" -> "wouldRemove";
        case "moved" -> "wouldMove";
        default -> "wouldRestore";
      };
      output.would(
          step.path().value(), result, step.what() + "  " + printer.name(paths.shown(step.path().value())));
    });
    if (!printer.json()) {
      printer.note("would take back " + plan.of());
    }
    return output.planned(plan.paths().size(), Optional.empty(), ExitCode.DONE);
  }

  /** A number as {@code log} shows it, with or without its sign. */
  static Sequence sequence(String text) {
    String digits = text.startsWith("#") ? text.substring(1) : text;
    if (!digits.matches("[0-9]{1,18}")) {
      throw new CisternException(new Failure.Usage("'" + text + "' is no number of a group; `cistern log` lists them"));
    }
    return new Sequence(Long.parseLong(digits));
  }
}
