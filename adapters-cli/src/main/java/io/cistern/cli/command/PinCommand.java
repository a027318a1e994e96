package io.cistern.cli.command;

import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateRequest;
import io.cistern.application.hydrate.PinPaths;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.ProgressLine;
import io.cistern.cli.wiring.RemoteVerbs;
import io.cistern.domain.placeholder.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps content here always, and fetches it now. */
@Command(name = "pin", header = "Keep files and directories here always; fetch what is missing of them now.")
final class PinCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin
  private final RemoteOptions options = new RemoteOptions();

  @Parameters(paramLabel = "PATH", arity = "1..*",
      description = "files, or directories with everything below them, now and later")
  private List<String> arguments = new ArrayList<>();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  PinCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    invocation.refuseDryRun("pin");
    try (Opened opened = Opened.here(invocation, "pin")) {
      List<String> names = arguments.stream().map(opened.paths()::name).distinct().toList();
      RemoteVerbs verbs = opened.remote(options, spec.commandLine().getParseResult());
      PinPaths.Report pinned = verbs.pinning().pin(names);
      PinnedView.tell(invocation.printer(), opened.paths(), pinned, "pinned", "alreadyPinned");
      return fill(opened, verbs, names, pinned);
    }
  }

  private int fill(Opened opened, RemoteVerbs verbs, List<String> names, PinPaths.Report pinned) {
    Printer printer = invocation.printer();
    PassOutput output = new PassOutput(invocation, opened.paths());
    HydrateReport report;
    try (ProgressLine progress = invocation.progress("pin")) {
      HydrateRequest request = new HydrateRequest(new Selection.Named(names), invocation.deadline());
      report = verbs.hydrating().hydrate(request, output::item, progress, invocation.stop().signal());
    }
    int concluded = output.conclude(report, "pin");
    int code = pinned.changed().isEmpty() ? concluded : unlessUnchanged(concluded);
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "pin");
        json.writeNumberProperty("pinned", pinned.changed().size());
        PassOutput.summary(json, report);
        json.writeNumberProperty("exitCode", code);
      });
    } else {
      printer.line(
          report.candidates() == 0 ? "everything pinned is here" : PassOutput.summary(report));
    }
    return code;
  }

  /** A pin that is new is a change, even where there was nothing to fetch. */
  private static int unlessUnchanged(int code) {
    return code == ExitCode.NOTHING_TO_DO ? ExitCode.DONE : code;
  }
}
