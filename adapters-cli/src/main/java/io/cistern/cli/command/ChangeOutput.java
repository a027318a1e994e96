package io.cistern.cli.command;

import io.cistern.application.mutate.ChangeReport;
import io.cistern.application.mutate.ChangedPath;
import io.cistern.application.mutate.ChangedPath.Result;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.FailureText;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.wiring.LocalVerbs;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** What a change made here says, path by path, and the exit code that it comes to. For one thread. */
final class ChangeOutput {
  private final Invocation invocation;
  private final Printer printer;
  private final PathArguments paths;
  private final String verb;

  ChangeOutput(Invocation invocation, PathArguments paths, String verb) {
    this.invocation = invocation;
    this.printer = invocation.printer();
    this.paths = paths;
    this.verb = verb;
  }

  /** What a plan would do to a path. */
  void would(String name, String result, String text) {
    if (printer.json()) {
      printer.jsonLine("item", json -> {
        json.writeStringProperty("path", name);
        json.writeStringProperty("result", result);
      });
    } else {
      printer.line(text);
    }
  }

  /** The end of a plan; nothing was done. */
  int planned(long changes, Optional<String> token, int code) {
    int finished = invocation.finish(code, changes > 0);
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", verb);
        json.writeBooleanProperty("dryRun", true);
        json.writeNumberProperty("changes", changes);
        json.writeName("confirm");
        token.ifPresentOrElse(json::writeString, json::writeNull);
        json.writeNumberProperty("exitCode", finished);
      });
    }
    return finished;
  }

  /** A path that was left, failed, or done. */
  void item(ChangedPath item) {
    if (printer.json()) {
      printer.jsonLine("item", json -> fields(json, item));
      return;
    }
    String name = paths.shown(item.path().value());
    switch (item.result()) {
      case Result.Done _ -> {}
      case Result.Skipped(String why) -> printer.warn(name + ": " + why);
      case Result.Kept(String why) -> printer.warn(name + ": " + why);
      case Result.Failed(Failure reason) -> printer.warn(reason.message());
    }
  }

  /** Says what came of it, and empties trash of what has been there long enough. */
  int conclude(ChangeReport report, LocalVerbs verbs, String done) {
    report.items().forEach(this::item);
    report.unmatched().forEach(this::unmatched);
    report.unpublished().ifPresent(cause -> printer.warn(
        "committed, and not all names could be switched; the next command finishes it: " + cause.getMessage()));
    int code = invocation.finish(code(report), report.done() > 0);
    if (printer.json()) {
      summary(report, code);
    } else if (report.done() > 0) {
      printer.line(People.count(report.done()) + " " + done
          + report.at().map(at -> " (" + at + "; `cistern undo` takes it back)").orElse(""));
    }
    tidy(verbs, printer);
    return code;
  }

  /** Empties trash as far as its bounds ask for that; a failure is no failure of the verb. */
  static void tidy(LocalVerbs verbs, Printer printer) {
    try {
      verbs.tidying().tidy();
    } catch (CisternException failed) {
      printer.warn("trash could not be emptied: " + failed.getMessage());
    }
  }

  private void summary(ChangeReport report, int code) {
    printer.jsonLine("summary", json -> {
      json.writeStringProperty("verb", verb);
      json.writeName("sequence");
      report.at().ifPresentOrElse(at -> json.writeNumber(at.number()), json::writeNull);
      json.writeNumberProperty("done", report.done());
      json.writeNumberProperty("skipped", report.skipped());
      json.writeNumberProperty("kept", report.kept());
      json.writeNumberProperty("failed", report.failed());
      json.writeNumberProperty("exitCode", code);
    });
  }

  private void unmatched(String argument) {
    invocation.errors(verb).failure(new Failure.Remote(
        Failure.RemoteCode.REMOTE_NOT_FOUND, Optional.of(argument),
        argument + ": names nothing in this mirror", Optional.empty()));
  }

  /** 3 if something was done and something was not; the common cause if nothing was done. */
  private static int code(ChangeReport report) {
    List<ChangedPath> items = report.items();
    Set<Integer> causes = new HashSet<>();
    items.forEach(item -> {
      if (item.result() instanceof Result.Failed(Failure reason)) {
        causes.add(ExitCode.of(reason));
      }
    });
    boolean wrong = !causes.isEmpty() || !report.unmatched().isEmpty();
    if (wrong) {
      return report.done() > 0 ? ExitCode.PARTLY_DONE
          : causes.size() == 1 ? causes.iterator().next() : ExitCode.FAILED;
    }
    return report.kept() > 0 ? ExitCode.NEEDS_A_PERSON : ExitCode.DONE;
  }

  private static void fields(JsonGenerator json, ChangedPath item) {
    json.writeStringProperty("path", item.path().value());
    switch (item.result()) {
      case Result.Done(String what) -> json.writeStringProperty("result", what);
      case Result.Skipped(String why) -> {
        json.writeStringProperty("result", "skipped");
        json.writeStringProperty("why", why);
      }
      case Result.Kept(String why) -> {
        json.writeStringProperty("result", "kept");
        json.writeStringProperty("why", why);
      }
      case Result.Failed(Failure reason) -> {
        json.writeStringProperty("result", "failed");
        json.writeStringProperty("reason", FailureText.code(reason));
        json.writeBooleanProperty("retryable", FailureText.retryable(reason));
        json.writeStringProperty("message", reason.message());
      }
    }
  }
}
