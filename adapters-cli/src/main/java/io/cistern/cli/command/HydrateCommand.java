package io.cistern.cli.command;

import io.cistern.application.hydrate.HydrateMirror;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateRequest;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.ProgressLine;
import io.cistern.cli.wiring.RemoteVerbs;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.placeholder.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches content now. */
@Command(name = "hydrate", header = "Fetch content now; without arguments what the allow-list names.")
final class HydrateCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin
  private final RemoteOptions options = new RemoteOptions();

  @Parameters(paramLabel = "PATH|GLOB", description = "files, directories, or patterns such as '*.md' or '**'")
  private List<String> arguments = new ArrayList<>();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  HydrateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "hydrate")) {
      RemoteVerbs verbs = opened.remote(options, spec.commandLine().getParseResult());
      Selection selection = arguments.isEmpty()
          ? new Selection.Eager()
          : new Selection.Named(arguments.stream().map(opened.paths()::pattern).toList());
      return invocation.options().dryRun()
          ? plan(verbs.planning(), selection, opened)
          : run(verbs.hydrating(), selection, opened);
    }
  }

  private int run(HydrateMirror verb, Selection selection, Opened opened) {
    Printer printer = invocation.printer();
    PassOutput output = new PassOutput(invocation, opened.paths());
    HydrateReport report;
    try (ProgressLine progress = invocation.progress("hydrate")) {
      HydrateRequest request = new HydrateRequest(selection, invocation.deadline());
      report = verb.hydrate(request, output::item, progress, invocation.stop().signal());
    }
    report.unmatched().forEach(this::unmatched);
    int code = output.conclude(report, "hydrate");
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "hydrate");
        PassOutput.summary(json, report);
        json.writeNumberProperty("exitCode", code);
      });
    } else {
      printer.line(PassOutput.summary(report));
    }
    return code;
  }

  private int plan(HydrateMirror verb, Selection selection, Opened opened) {
    Printer printer = invocation.printer();
    long[] bytes = {0};
    long count = verb.plan(selection, entry -> {
      bytes[0] += entry.size();
      if (printer.json()) {
        printer.jsonLine("item", json -> {
          json.writeStringProperty("path", entry.name());
          json.writeStringProperty("result", "wouldHydrate");
          json.writeNumberProperty("bytes", entry.size());
        });
      } else {
        printer.line(printer.name(opened.paths().shown(entry.name())));
      }
    });
    int code = invocation.finish(ExitCode.DONE, count > 0);
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "hydrate");
        json.writeBooleanProperty("dryRun", true);
        json.writeNumberProperty("candidates", count);
        json.writeNumberProperty("bytes", bytes[0]);
        json.writeNumberProperty("exitCode", code);
      });
    } else {
      printer.note("would hydrate " + People.many(count, "file") + " (about " + People.size(bytes[0]) + ")");
    }
    return code;
  }

  private void unmatched(String argument) {
    invocation.errors("hydrate").failure(new Failure.Remote(
        Failure.RemoteCode.REMOTE_NOT_FOUND, Optional.of(argument),
        argument + ": matches nothing in this mirror", Optional.empty()));
  }
}
