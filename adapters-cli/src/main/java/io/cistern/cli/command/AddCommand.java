package io.cistern.cli.command;

import io.cistern.application.mutate.add.AddReport;
import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.port.FilePreparer;
import io.cistern.cli.output.ProgressLine;
import io.cistern.cli.wiring.LocalVerbs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts local files into the mirror. */
@Command(name = "add", header = "Put local files or directories into the mirror; they are not sent yet.")
final class AddCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description = "files and directories; what lies in the mirror already is registered where it lies")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "PATH",
      description = "where to (default: the current directory); the contents of one directory go under it, several"
          + " sources each by their own name")
  private Optional<String> to = Optional.empty();

  AddCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "add")) {
      boolean rehearsal = invocation.options().dryRun();
      PathArguments paths = opened.paths();
      AddRequest request = new AddRequest(
          new AddSources(opened.session(), invocation.surroundings())
              .roots(sources, to.map(paths::name), paths.name(".")),
          FilePreparer.IDENTITY, invocation.deadline());
      AddOutput output = new AddOutput(invocation, paths, rehearsal);
      LocalVerbs verbs = opened.session().local(opened.settings(), recovery -> Opened.tell(invocation, recovery));
      AddReport report;
      try (ProgressLine progress = invocation.progress("add")) {
        report = rehearsal
            ? verbs.planningAdd().plan(request, output::item, progress, invocation.stop().signal())
            : verbs.adding().add(request, output::item, progress, invocation.stop().signal());
      }
      int code = output.conclude(report);
      if (!rehearsal) {
        ChangeOutput.tidy(verbs, invocation.printer());
      }
      return code;
    }
  }
}
