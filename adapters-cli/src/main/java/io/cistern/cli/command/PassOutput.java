package io.cistern.cli.command;

import io.cistern.application.clone.FilledFile;
import io.cistern.application.hydrate.HydrateItem;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.FailureText;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** What a hydration pass says, item by item, and the exit code that it comes to. For one thread. */
final class PassOutput {
  /** A broker that went away fails every path that was left with one reason; a person needs a few of them. */
  private static final int WARNINGS_PER_REASON = 5;

  private final Invocation invocation;
  private final Printer printer;
  private final PathArguments paths;
  private final Set<Integer> causes = new HashSet<>();
  private final Map<String, Group> warned = new LinkedHashMap<>();

  private long broughtFiles;
  private long broughtBytes;

  PassOutput(Invocation invocation, PathArguments paths) {
    this.invocation = invocation;
    this.printer = invocation.printer();
    this.paths = paths;
  }

  /** One candidate, as soon as its change is committed and published. */
  void item(HydrateItem item) {
    if (printer.json()) {
      printer.jsonLine("item", json -> fields(json, item));
    }
    switch (item.outcome()) {
      case HydrationOutcome.Hydrated _ -> {}
      case HydrationOutcome.SkippedExisting(String why) -> warn(item, why, why + "; left as it is");
      case HydrationOutcome.Failed(Failure reason, boolean _) -> {
        Failure told = invocation.told(reason);
        causes.add(ExitCode.of(told));
        if (!(told instanceof Failure.Interrupted || told instanceof Failure.TimedOut)) {
          warn(item, group(told), cause(told));
        }
      }
    }
  }

  /** A file whose content was refused for good when its name came. */
  void refused(String name, Failure reason) {
    WorkspacePath.parse(name).ifPresent(path -> item(new HydrateItem(path, HydrationOutcome.failed(reason))));
  }

  /** A file whose content came with its name. */
  void filled(FilledFile file) {
    broughtFiles++;
    broughtBytes += file.bytes();
    if (printer.json()) {
      HydrateItem item = new HydrateItem(file.path(), new HydrationOutcome.Hydrated(file.bytes()));
      printer.jsonLine("item", json -> fields(json, item));
    }
  }

  long broughtFiles() {
    return broughtFiles;
  }

  long broughtBytes() {
    return broughtBytes;
  }

  /** Without the path that it was met at: what ended the pass is the cause for every path that was left, too. */
  private static String cause(Failure reason) {
    String met = FailureText.path(reason).orElse("");
    String text = reason.message();
    for (String prefix : List.of("reading " + met + ": ", met + ": ")) {
      text = !met.isEmpty() && text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
    return text;
  }

  /** What a person sees a few of, and a number: the same code is the same reason, however it is told. */
  private record Group(int times, String cause) {}

  private void warn(HydrateItem item, String group, String cause) {
    int times = warned.merge(group, new Group(1, cause), (known, _) -> new Group(known.times() + 1, known.cause()))
        .times();
    if (!printer.json() && times <= WARNINGS_PER_REASON) {
      printer.warn(paths.shown(item.path().value()) + ": " + cause);
    }
  }

  private static String group(Failure reason) {
    return reason instanceof Failure.Guarded guarded ? guarded.guard().name() : FailureText.code(reason);
  }

  /** What is to be said when the pass is over, and the exit code that it comes to. */
  int conclude(HydrateReport report, String verb) {
    warned.values().forEach(group -> {
      if (!printer.json() && group.times() > WARNINGS_PER_REASON) {
        printer.warn(People.many(group.times() - WARNINGS_PER_REASON, "more path") + ": " + group.cause());
      }
    });
    unreadable(printer, paths, report.unreadable());
    Optional<Failure> early = report.endedEarly().map(invocation::told);
    int code = invocation.finish(code(report, early), report.hydrated() > 0);
    early.ifPresent(failure -> invocation.errors(verb).failure(failure, code));
    return code;
  }

  /**
   * 3 if something was done and something failed; the common cause if nothing was done. What stopped the whole pass, and
   * will not pass by itself, is the cause whatever was done before it.
   */
  private int code(HydrateReport report, Optional<Failure> endedEarly) {
    int early = endedEarly.map(ExitCode::of).orElse(ExitCode.DONE);
    if (early != ExitCode.DONE && early != ExitCode.TEMPORARY) {
      return early;
    }
    boolean someDone = report.hydrated() + report.skippedExisting() > 0;
    if (report.failed() == 0 && report.unmatched().isEmpty()) {
      return early;
    }
    if (someDone) {
      return ExitCode.PARTLY_DONE;
    }
    if (early != ExitCode.DONE) {
      return early;
    }
    return causes.size() == 1 ? causes.iterator().next() : ExitCode.FAILED;
  }

  /** The pass in one line. */
  static String summary(HydrateReport report) {
    if (report.candidates() == 0) {
      return "nothing to hydrate";
    }
    String already =
        report.skippedExisting() == 0 ? "" : ", " + People.count(report.skippedExisting()) + " left as they are";
    String failed = report.failed() == 0 ? ""
        : ", " + People.count(report.failed())
            + (report.endedEarly().isPresent() ? " not fetched" : " failed");
    return People.count(report.hydrated()) + " hydrated (" + People.size(report.bytes()) + ")" + already + failed;
  }

  /** The pass as properties of a summary. */
  static void summary(JsonGenerator json, HydrateReport report) {
    json.writeNumberProperty("candidates", report.candidates());
    json.writeNumberProperty("hydrated", report.hydrated());
    json.writeNumberProperty("skippedExisting", report.skippedExisting());
    json.writeNumberProperty("failed", report.failed());
    json.writeNumberProperty("bytes", report.bytes());
    unreadable(json, report.unreadable());
  }

  /** Directories that could not be looked into, where there are any. */
  static void unreadable(JsonGenerator json, List<String> directories) {
    if (!directories.isEmpty()) {
      json.writeArrayPropertyStart("unreadable");
      directories.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  /** As above, for people. */
  static void unreadable(Printer printer, PathArguments paths, List<String> directories) {
    if (!printer.json()) {
      directories.forEach(
          directory -> printer.warn(paths.shown(directory) + ": this directory cannot be looked into"));
    }
  }

  /** When asking again makes sense, where the broker or a gate said so. */
  static void notBefore(JsonGenerator json, Failure reason) {
    FailureText.notBefore(reason).ifPresent(at -> json.writeStringProperty("notBefore", at.toString()));
  }

  private static void fields(JsonGenerator json, HydrateItem item) {
    json.writeStringProperty("path", item.path().value());
    switch (item.outcome()) {
      case HydrationOutcome.Hydrated(long bytes) -> {
        json.writeStringProperty("result", "hydrated");
        json.writeNumberProperty("bytes", bytes);
      }
      case HydrationOutcome.SkippedExisting(String why) -> {
        json.writeStringProperty("result", "skippedExisting");
        json.writeStringProperty("why", why);
      }
      case HydrationOutcome.Failed(Failure reason, boolean retryable) -> {
        json.writeStringProperty("result", "failed");
        json.writeStringProperty("reason", FailureText.code(reason));
        if (reason instanceof Failure.Guarded guarded) {
          json.writeStringProperty("guard", guarded.guard().name());
        }
        json.writeBooleanProperty("retryable", retryable);
        json.writeStringProperty("message", cause(reason));
        notBefore(json, reason);
      }
    }
  }
}
