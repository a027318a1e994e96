package io.cistern.cli.command;

import io.cistern.application.hydrate.HydrateItem;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.FailureText;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.placeholder.HydrationOutcome;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** What a hydration pass says, item by item, and the exit code that it comes to. For one thread. */
final class PassOutput {
  /** A remote that is gone fails every file that is left; people are told of these, scripts of all. */
  private static final int SHOWN = 20;

  private final Printer printer;
  private final PathArguments paths;
  private final Set<Integer> causes = new HashSet<>();
  private int told;

  PassOutput(Printer printer, PathArguments paths) {
    this.printer = printer;
    this.paths = paths;
  }

  /** One candidate, as soon as its change is committed and published. */
  void item(HydrateItem item) {
    if (item.outcome() instanceof HydrationOutcome.Failed(Failure reason, boolean _)) {
      causes.add(ExitCode.of(reason));
    }
    if (printer.json()) {
      printer.jsonLine("item", json -> fields(json, item));
    } else {
      why(item.outcome()).ifPresent(why -> tell(item, why));
    }
  }

  /** What a person is told of one file; that a pass was stopped is said once, at its end. */
  private static Optional<String> why(HydrationOutcome outcome) {
    return switch (outcome) {
      case HydrationOutcome.Hydrated _ -> Optional.empty();
      case HydrationOutcome.SkippedExisting(String why) -> Optional.of(why + "; left as it is");
      case HydrationOutcome.Failed(Failure.Interrupted _, boolean _) -> Optional.empty();
      case HydrationOutcome.Failed(Failure.TimedOut _, boolean _) -> Optional.empty();
      case HydrationOutcome.Failed(Failure reason, boolean _) -> Optional.of(reason.message());
    };
  }

  private void tell(HydrateItem item, String why) {
    if (told < SHOWN) {
      printer.warn(paths.shown(item.path().value()) + ": " + why);
    } else if (told == SHOWN) {
      printer.warn("and more of this kind; --json lists every one");
    }
    told++;
  }

  /** 3 if something was done and something failed; the common cause if nothing was done. */
  int code(HydrateReport report) {
    int early = report.endedEarly().map(ExitCode::of).orElse(ExitCode.DONE);
    if (early == ExitCode.INTERRUPTED || early == ExitCode.TIMED_OUT) {
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
    String failed = report.failed() == 0 ? "" : ", " + People.count(report.failed()) + " failed";
    return People.count(report.hydrated()) + " hydrated (" + People.size(report.bytes()) + ")" + already + failed;
  }

  /** The pass as properties of a summary. */
  static void summary(JsonGenerator json, HydrateReport report) {
    json.writeNumberProperty("candidates", report.candidates());
    json.writeNumberProperty("hydrated", report.hydrated());
    json.writeNumberProperty("skippedExisting", report.skippedExisting());
    json.writeNumberProperty("failed", report.failed());
    json.writeNumberProperty("bytes", report.bytes());
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
        json.writeBooleanProperty("retryable", retryable);
        json.writeStringProperty("message", reason.message());
      }
    }
  }
}
