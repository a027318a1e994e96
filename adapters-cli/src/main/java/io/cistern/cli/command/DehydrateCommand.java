package io.cistern.cli.command;

import io.cistern.application.hydrate.Dehydrate;
import io.cistern.application.hydrate.DehydrateItem;
import io.cistern.application.hydrate.DehydrateReport;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.FailureText;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.ProgressLine;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.placeholder.DehydrationOutcome;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.placeholder.Keep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** Gives content back. */
@Command(name = "dehydrate",
    header = "Turn clean files back into placeholders; what is changed, pinned or in use stays.")
final class DehydrateCommand implements Callable<Integer> {
  /** A directory full of files that are kept for one reason needs no line for each. */
  private static final int WARNINGS = 20;

  private final Invocation invocation;
  private final Set<Integer> causes = new HashSet<>();
  private int warnings;

  @Parameters(paramLabel = "PATH|GLOB", arity = "1..*",
      description = "files, directories, or patterns such as '*.bin' or '**'")
  private List<String> arguments = new ArrayList<>();

  DehydrateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "dehydrate")) {
      List<String> wanted = arguments.stream().map(opened.paths()::pattern).toList();
      return invocation.options().dryRun() ? plan(opened, wanted) : run(opened, wanted);
    }
  }

  private int run(Opened opened, List<String> wanted) {
    DehydrateReport report;
    try (ProgressLine progress = invocation.progress("dehydrate")) {
      Dehydrate verb =
          opened.session().dehydrating(opened.settings(), recovery -> Opened.tell(invocation, recovery));
      report = verb.dehydrate(
          wanted, item -> tell(opened.paths(), item, false), progress, invocation.stop().signal());
    }
    report.unmatched().forEach(this::unmatched);
    int code = invocation.finish(code(report), report.dehydrated() > 0);
    if (invocation.printer().json()) {
      invocation.printer().jsonLine("summary", json -> summary(json, report, code));
    } else {
      sayMoreWarnings();
      invocation.printer().line(text(report));
    }
    return code;
  }

  private int plan(Opened opened, List<String> wanted) {
    long[] found = {0, 0};
    List<String> unmatched = opened.session().planningDehydration(opened.settings()).plan(wanted, item -> {
      tell(opened.paths(), item, true);
      if (item.outcome() instanceof DehydrationOutcome.Dehydrated(long bytes)) {
        found[0]++;
        found[1] += bytes;
      }
    });
    unmatched.forEach(this::unmatched);
    int code = invocation.finish(
        unmatched.isEmpty() ? ExitCode.DONE : found[0] > 0 ? ExitCode.PARTLY_DONE : ExitCode.FAILED, found[0] > 0);
    if (invocation.printer().json()) {
      invocation.printer().jsonLine("summary", json -> {
        json.writeStringProperty("verb", "dehydrate");
        json.writeBooleanProperty("dryRun", true);
        json.writeNumberProperty("candidates", found[0]);
        json.writeNumberProperty("bytes", found[1]);
        json.writeNumberProperty("exitCode", code);
      });
    } else {
      sayMoreWarnings();
      invocation.printer()
          .note("would dehydrate " + People.many(found[0], "file") + " (" + People.size(found[1]) + ")");
    }
    return code;
  }

  private void tell(PathArguments paths, DehydrateItem item, boolean planned) {
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.jsonLine("item", json -> fields(json, item, planned));
    }
    switch (item.outcome()) {
      case DehydrationOutcome.Dehydrated _ -> {
        if (planned && !printer.json()) {
          printer.line(printer.name(paths.shown(item.path().value())));
        }
      }
      case DehydrationOutcome.Kept(Keep why) -> warn(paths, item, why.text() + "; left as it is");
      case DehydrationOutcome.Failed(Failure reason) -> {
        causes.add(ExitCode.of(reason));
        warn(paths, item, reason.message());
      }
    }
  }

  private void warn(PathArguments paths, DehydrateItem item, String why) {
    if (!invocation.printer().json() && warnings++ < WARNINGS) {
      invocation.printer().warn(paths.shown(item.path().value()) + ": " + why);
    }
  }

  private void sayMoreWarnings() {
    if (warnings > WARNINGS) {
      invocation.printer().warn(People.many(warnings - WARNINGS, "more path") + " left (--json tells of each)");
    }
  }

  private int code(DehydrateReport report) {
    if (report.failed() == 0 && report.unmatched().isEmpty()) {
      return ExitCode.DONE;
    }
    if (report.dehydrated() + report.kept() > 0) {
      return ExitCode.PARTLY_DONE;
    }
    return causes.size() == 1 ? causes.iterator().next() : ExitCode.FAILED;
  }

  private static String text(DehydrateReport report) {
    if (report.candidates() == 0) {
      return "nothing to dehydrate";
    }
    String kept = report.kept() == 0 ? "" : ", " + People.count(report.kept()) + " left as they are";
    String failed = report.failed() == 0 ? "" : ", " + People.count(report.failed()) + " failed";
    return People.count(report.dehydrated()) + " dehydrated (" + People.size(report.bytes()) + " free)" + kept + failed;
  }

  private static void summary(JsonGenerator json, DehydrateReport report, int code) {
    json.writeStringProperty("verb", "dehydrate");
    json.writeNumberProperty("candidates", report.candidates());
    json.writeNumberProperty("dehydrated", report.dehydrated());
    json.writeNumberProperty("skipped", report.kept());
    json.writeNumberProperty("failed", report.failed());
    json.writeNumberProperty("bytes", report.bytes());
    json.writeNumberProperty("exitCode", code);
  }

  private static void fields(JsonGenerator json, DehydrateItem item, boolean planned) {
    json.writeStringProperty("path", item.path().value());
    switch (item.outcome()) {
      case DehydrationOutcome.Dehydrated(long bytes) -> {
        json.writeStringProperty("result", planned ? "wouldDehydrate" : "dehydrated");
        json.writeNumberProperty("bytes", bytes);
      }
      case DehydrationOutcome.Kept(Keep why) -> {
        json.writeStringProperty("result", "skipped");
        json.writeStringProperty("reason", Words.kebab(why.name()));
        json.writeStringProperty("why", why.text());
      }
      case DehydrationOutcome.Failed(Failure reason) -> {
        json.writeStringProperty("result", "failed");
        json.writeStringProperty("reason", FailureText.code(reason));
        json.writeBooleanProperty("retryable", HydrationOutcome.failed(reason).retryable());
        json.writeStringProperty("message", reason.message());
      }
    }
  }

  private void unmatched(String argument) {
    invocation.errors("dehydrate").failure(new Failure.Remote(
        Failure.RemoteCode.REMOTE_NOT_FOUND, Optional.of(argument),
        argument + ": matches nothing in this mirror", Optional.empty()));
  }
}
