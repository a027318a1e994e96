package io.cistern.cli.command;

import io.cistern.application.hydrate.DiscoverPlaceholders;
import io.cistern.application.hydrate.Discovered;
import io.cistern.application.hydrate.Found;
import io.cistern.application.hydrate.HydrateMirror;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateRequest;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.ProgressLine;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
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
      Selection selection = arguments.isEmpty()
          ? new Selection.Eager()
          : new Selection.Named(arguments.stream().map(opened.paths()::pattern).toList());
      return invocation.options().dryRun()
          ? plan(opened.session().discovering(opened.settings()), selection, opened)
          : run(opened.remote(options, spec.commandLine().getParseResult()).hydrating(), selection, opened);
    }
  }

  private int run(HydrateMirror verb, Selection selection, Opened opened) {
    Printer printer = invocation.printer();
    PassOutput output = new PassOutput(invocation, opened.paths());
    HydrateReport report;
    try (ProgressLine progress = invocation.progress("hydrate")) {
      HydrateRequest request = HydrateRequest.background(selection, invocation.deadline());
      report = verb.hydrate(request, output::item, progress, invocation.stop().signal());
    }
    report.unmatched().forEach(this::unmatched);
    int code = output.conclude(report, "hydrate");
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "hydrate");
        PassOutput.summary(json, report);
        report.asked().ifPresent(holder -> json.writeStringProperty("asked", holder));
        json.writeNumberProperty("exitCode", code);
      });
    } else {
      printer.line(report.asked().map(HydrateCommand::asked).orElseGet(() -> PassOutput.summary(report)));
    }
    return code;
  }

  private static String asked(String holder) {
    return "a pass is under way by " + holder + "; it runs once more when it has ended";
  }

  private int plan(DiscoverPlaceholders verb, Selection selection, Opened opened) {
    Printer printer = invocation.printer();
    Discovered discovered = verb.discover(selection, found -> planned(found, opened.paths()));
    discovered.unmatched().forEach(this::unmatched);
    int done = discovered.unmatched().isEmpty()
        ? ExitCode.DONE
        : discovered.candidates() > 0 ? ExitCode.PARTLY_DONE : ExitCode.FAILED;
    int code = invocation.finish(done, discovered.candidates() > 0);
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "hydrate");
        json.writeBooleanProperty("dryRun", true);
        json.writeNumberProperty("candidates", discovered.candidates());
        json.writeNumberProperty("bytes", discovered.bytes());
        json.writeNumberProperty("obstructed", discovered.obstructed());
        PassOutput.unreadable(json, discovered.unreadable());
        json.writeNumberProperty("exitCode", code);
      });
    } else {
      PassOutput.unreadable(printer, opened.paths(), discovered.unreadable());
      printer.note("would hydrate " + People.many(discovered.candidates(), "file") + " (about "
          + People.size(discovered.bytes()) + ")");
    }
    return code;
  }

  private void planned(Found found, PathArguments paths) {
    Printer printer = invocation.printer();
    String name = found.entry().name();
    switch (found) {
      case Found.Candidate(PathEntry entry) when printer.json() -> printer.jsonLine("item", json -> {
        json.writeStringProperty("path", name);
        json.writeStringProperty("result", "wouldHydrate");
        json.writeNumberProperty("bytes", entry.size());
      });
      case Found.Candidate _ -> printer.line(printer.name(paths.shown(name)));
      case Found.Obstructed(PathEntry _, String why) when printer.json() -> printer.jsonLine("item", json -> {
        json.writeStringProperty("path", name);
        json.writeStringProperty("result", "wouldSkip");
        json.writeStringProperty("why", why);
      });
      case Found.Obstructed(PathEntry _, String why) ->
        printer.warn(paths.shown(name) + ": " + why + "; left as it is");
    }
  }

  private void unmatched(String argument) {
    invocation.errors("hydrate").failure(new Failure.Remote(
        Failure.RemoteCode.REMOTE_NOT_FOUND, Optional.of(argument),
        argument + ": matches nothing in this mirror", Optional.empty()));
  }
}
