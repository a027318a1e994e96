package io.cistern.cli.command;

import io.cistern.application.mutate.ChangeReport;
import io.cistern.application.mutate.RemoveFiles;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.wiring.LocalVerbs;
import io.cistern.domain.manifest.PathEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes files from the mirror. */
@Command(name = "rm", header = "Remove files; their content goes to trash, and undo brings it back.")
final class RmCommand implements Callable<Integer> {
  /** Enough of a plan to see that it is not the one that was meant. */
  private static final int SHOWN = 5;

  private final Invocation invocation;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "files, directories, or patterns such as '*.tmp'")
  private List<String> arguments = new ArrayList<>();

  RmCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "rm")) {
      List<String> names = arguments.stream().map(opened.paths()::pattern).toList();
      LocalVerbs verbs =
          opened.session().local(opened.settings(), recovery -> Opened.tell(invocation, recovery));
      ChangeOutput output = new ChangeOutput(invocation, opened.paths(), "rm");
      RemoveFiles.Plan plan = verbs.planningRemoval().plan(names, invocation.stop().signal());
      return invocation.options().dryRun()
          ? tell(plan, output, opened.paths())
          : remove(plan, names, verbs, output, opened.paths());
    }
  }

  private int tell(RemoveFiles.Plan plan, ChangeOutput output, PathArguments paths) {
    plan.removed().forEach(entry -> output.would(
        entry.name(), "wouldRemove", invocation.printer().name(paths.shown(entry.name()))));
    plan.left().forEach(output::item);
    if (!invocation.printer().json()) {
      invocation.printer().note("would remove " + size(plan.removed()));
      plan.token().ifPresent(token -> invocation.printer().note("that has to be confirmed: --confirm " + token));
    }
    return output.planned(plan.removed().size(), plan.token(), ExitCode.DONE);
  }

  private int remove(
      RemoveFiles.Plan plan, List<String> names, LocalVerbs verbs, ChangeOutput output, PathArguments paths) {
    if (!plan.removed().isEmpty()) {
      String first = plan.removed().stream().limit(SHOWN)
          .map(entry -> paths.shown(entry.name()))
          .collect(Collectors.joining(", "));
      invocation.printer().note(
          "removing " + size(plan.removed()) + ": " + first + (plan.removed().size() > SHOWN ? ", …" : ""));
    }
    ChangeReport report =
        verbs.removing().remove(names, invocation.options().confirmation(), invocation.stop().signal());
    return output.conclude(report, verbs, "removed");
  }

  private static String size(List<PathEntry> entries) {
    return People.many(entries.size(), "path") + " ("
        + People.size(entries.stream().mapToLong(PathEntry::size).sum()) + ")";
  }
}
