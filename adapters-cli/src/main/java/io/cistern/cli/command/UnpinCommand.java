package io.cistern.cli.command;

import io.cistern.application.hydrate.PinPaths;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes pins away. */
@Command(name = "unpin", header = "Let Cistern decide again whether files and directories stay here.")
final class UnpinCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "what was pinned")
  private List<String> arguments = new ArrayList<>();

  UnpinCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    invocation.refuseDryRun("unpin");
    try (Opened opened = Opened.here(invocation, "unpin")) {
      List<String> names = arguments.stream().map(opened.paths()::name).distinct().toList();
      PinPaths.Report report =
          opened.session().pinning(opened.settings(), recovery -> Opened.tell(invocation, recovery)).unpin(names);
      Printer printer = invocation.printer();
      PinnedView.tell(printer, opened.paths(), report, "unpinned", "notPinned");
      int code = invocation.finish(ExitCode.DONE, !report.changed().isEmpty());
      if (printer.json()) {
        printer.jsonLine("summary", json -> {
          json.writeStringProperty("verb", "unpin");
          json.writeNumberProperty("unpinned", report.changed().size());
          json.writeNumberProperty("exitCode", code);
        });
      } else {
        printer.line(report.changed().isEmpty()
            ? "nothing to unpin"
            : People.many(report.changed().size(), "pin") + " taken away; the content stays until its room is needed");
      }
      return code;
    }
  }
}
