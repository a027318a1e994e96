package io.cistern.cli.command;

import io.cistern.application.mutate.add.AddItem;
import io.cistern.application.mutate.add.AddOutcome;
import io.cistern.application.mutate.add.AddReport;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.FailureText;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.Failure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** What adding says, item by item, and the exit code that it comes to. For one thread. */
final class AddOutput {
  /** A tree full of links says the same of each; a person needs some of them. */
  private static final int WARNINGS_PER_REASON = 20;

  private final Invocation invocation;
  private final Printer printer;
  private final PathArguments paths;
  private final boolean rehearsal;
  private final Set<Integer> causes = new HashSet<>();
  private final Map<Refusal, Integer> warned = new EnumMap<>(Refusal.class);

  AddOutput(Invocation invocation, PathArguments paths, boolean rehearsal) {
    this.invocation = invocation;
    this.printer = invocation.printer();
    this.paths = paths;
    this.rehearsal = rehearsal;
  }

  /** One candidate, as soon as its change is committed and published. */
  void item(AddItem item) {
    if (printer.json()) {
      printer.jsonLine("item", json -> fields(json, item));
    }
    switch (item.outcome()) {
      case AddOutcome.Added _ -> line(item, rehearsal ? "would add" : "added");
      case AddOutcome.Replaced _ -> line(item, rehearsal ? "would replace" : "replaced");
      case AddOutcome.Skipped() -> {}
      case AddOutcome.Failed(Refusal reason, Failure failure) -> failed(reason, invocation.told(failure));
    }
    if (!printer.json()) {
      item.warning().ifPresent(warning -> printer.warn(paths.shown(item.path()) + ": " + warning));
    }
  }

  private void line(AddItem item, String what) {
    if (!printer.json() && (rehearsal || invocation.verbosity() > 0)) {
      printer.line(what + " " + printer.name(paths.shown(item.path())));
    }
  }

  private void failed(Refusal reason, Failure failure) {
    causes.add(ExitCode.of(failure));
    if (failure instanceof Failure.Interrupted || failure instanceof Failure.TimedOut) {
      return;
    }
    int times = warned.merge(reason, 1, Integer::sum);
    if (!printer.json() && times <= WARNINGS_PER_REASON) {
      printer.warn(failure.message());
    }
  }

  /** What is to be said when all is over, and the exit code that it comes to. */
  int conclude(AddReport report) {
    warned.forEach((reason, times) -> {
      if (!printer.json() && times > WARNINGS_PER_REASON) {
        printer.warn("and " + People.many(times - WARNINGS_PER_REASON, "more file") + ": "
            + Words.kebab(reason.name()).replace('-', ' '));
      }
    });
    Optional<Failure> early = report.endedEarly().map(invocation::told);
    int code = invocation.finish(code(report, early), report.added() + report.replaced() > 0);
    early.ifPresent(failure -> invocation.errors("add").failure(failure, code));
    summary(report, code);
    return code;
  }

  /** 3 if something was done and something failed; the common cause if nothing was done. */
  private int code(AddReport report, Optional<Failure> early) {
    if (early.isPresent()) {
      return ExitCode.of(early.get());
    }
    if (report.failed() == 0) {
      return ExitCode.DONE;
    }
    if (report.added() + report.replaced() + report.skipped() > 0) {
      return ExitCode.PARTLY_DONE;
    }
    return causes.size() == 1 ? causes.iterator().next() : ExitCode.FAILED;
  }

  private void summary(AddReport report, int code) {
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "add");
        json.writeBooleanProperty("dryRun", rehearsal);
        json.writeNumberProperty("candidates", report.candidates());
        json.writeNumberProperty("added", report.added());
        json.writeNumberProperty("replaced", report.replaced());
        json.writeNumberProperty("skipped", report.skipped());
        json.writeNumberProperty("failed", report.failed());
        json.writeNumberProperty("bytes", report.bytes());
        json.writeNumberProperty("exitCode", code);
      });
    } else {
      printer.line(text(report));
    }
  }

  private String text(AddReport report) {
    if (report.candidates() == 0) {
      return "nothing to add";
    }
    List<String> parts = new ArrayList<>();
    String size = report.bytes() > 0 ? " (" + People.size(report.bytes()) + ")" : "";
    if (report.replaced() > 0) {
      parts.add(People.count(report.replaced()) + " replaced");
    }
    if (report.skipped() > 0) {
      parts.add(People.count(report.skipped()) + " here already");
    }
    if (report.failed() > 0) {
      parts.add(People.count(report.failed()) + (report.endedEarly().isPresent() ? " not added" : " failed"));
    }
    parts.addFirst((rehearsal ? "would add " : "") + People.count(report.added()) + (rehearsal ? "" : " added") + size);
    return String.join(", ", parts);
  }

  private void fields(JsonGenerator json, AddItem item) {
    json.writeStringProperty("path", item.path());
    switch (item.outcome()) {
      case AddOutcome.Added(long bytes) -> {
        json.writeStringProperty("result", rehearsal ? "wouldAdd" : "added");
        json.writeNumberProperty("bytes", bytes);
      }
      case AddOutcome.Replaced(long bytes) -> {
        json.writeStringProperty("result", rehearsal ? "wouldReplace" : "replaced");
        json.writeNumberProperty("bytes", bytes);
      }
      case AddOutcome.Skipped() -> json.writeStringProperty("result", "skipped");
      case AddOutcome.Failed(Refusal reason, Failure failure) -> {
        Failure told = invocation.told(failure);
        json.writeStringProperty("result", "failed");
        json.writeStringProperty("reason", reason == Refusal.FAILED ? FailureText.code(told) : reason.name());
        json.writeBooleanProperty("retryable", FailureText.retryable(told) || reason == Refusal.SOURCE_CHANGING);
        json.writeStringProperty("message", told.message());
      }
    }
    item.warning().ifPresent(warning -> json.writeStringProperty("warning", warning));
  }
}
