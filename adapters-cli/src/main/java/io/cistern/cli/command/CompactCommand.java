package io.cistern.cli.command;

import io.cistern.application.compact.CompactionPlan;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.core.JsonGenerator;

/** Folds the log into its checkpoint now. */
@Command(
    name = "compact", header = "Make the mirror's log short now; by itself that happens beside other commands.")
final class CompactCommand implements Callable<Integer> {
  private static final String SCHEMA = "cistern.compact/1";

  private final Invocation invocation;

  CompactCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "compact")) {
      return invocation.options().dryRun()
          ? plan(opened.session().planCompaction(opened.settings()))
          : run(opened);
    }
  }

  private int run(Opened opened) {
    Optional<CompactionResult> result = opened.session()
        .compact(opened.settings(), recovery -> Opened.tell(invocation, recovery))
        .compact(this::lookAround, _ -> {});
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.document(SCHEMA, json -> {
        json.writeBooleanProperty("dryRun", false);
        json.writeBooleanProperty("compacted", result.isPresent());
        result.ifPresent(done -> fields(json, done));
      });
    } else {
      result.ifPresentOrElse(done -> tell(printer, done), () -> printer.line("nothing to compact"));
    }
    return invocation.finish(ExitCode.DONE, result.isPresent());
  }

  private static void tell(Printer printer, CompactionResult done) {
    printer
        .line("log and checkpoint: " + People.size(done.bytesBefore()) + " became " + People.size(done.bytesAfter()));
    printer.line("  records    " + People.count(done.recordsBefore()) + " became " + People.count(done.recordsAfter())
        + "; history begins at " + done.firstKept());
    printer.line("  paths      " + People.count(done.pathsLive()) + " live, " + People.count(done.pathsDropped())
        + " dropped");
    if (done.bytesAfter() > done.bytesBefore()) {
      printer.line("  all of the log is recent enough to stay; the mirror opens faster");
    }
  }

  private static void fields(JsonGenerator json, CompactionResult result) {
    json.writeNumberProperty("firstKept", result.firstKept().number());
    json.writeObjectPropertyStart("records");
    json.writeNumberProperty("before", result.recordsBefore());
    json.writeNumberProperty("after", result.recordsAfter());
    json.writeEndObject();
    json.writeObjectPropertyStart("bytes");
    json.writeNumberProperty("before", result.bytesBefore());
    json.writeNumberProperty("after", result.bytesAfter());
    json.writeEndObject();
    json.writeObjectPropertyStart("paths");
    json.writeNumberProperty("live", result.pathsLive());
    json.writeNumberProperty("dropped", result.pathsDropped());
    json.writeEndObject();
  }

  private int plan(CompactionPlan plan) {
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.document(SCHEMA, json -> {
        json.writeBooleanProperty("dryRun", true);
        json.writeNumberProperty("upTo", plan.upTo().number());
        json.writeNumberProperty("groups", plan.size().groups());
        json.writeNumberProperty("logBytes", plan.size().logBytes());
        json.writeNumberProperty("checkpointBytes", plan.size().checkpointBytes());
        json.writeNumberProperty("expectedGain", plan.expectedGain());
        plan.forecast().ifPresent(result -> fields(json, result));
      });
    } else {
      plan.forecast()
          .ifPresentOrElse(result -> tell(printer, plan, result), () -> printer.line("nothing to compact"));
    }
    return invocation.finish(ExitCode.DONE, plan.forecast().isPresent());
  }

  private static void tell(Printer printer, CompactionPlan plan, CompactionResult result) {
    printer.line("would fold " + People.many(plan.size().groups(), "group") + " up to " + plan.upTo() + " ("
        + People.size(plan.size().logBytes()) + " of log) into the checkpoint ("
        + People.size(plan.size().checkpointBytes()) + ")");
    printer.line("  expected gain   " + (plan.expectedGain() >= 0
        ? People.size(plan.expectedGain())
        : "none: " + People.size(-plan.expectedGain()) + " more, because all of the log is recent enough to stay"));
    printer.line("  log and checkpoint " + People.size(result.bytesBefore()) + " → " + People.size(result.bytesAfter())
        + "; history would begin at " + result.firstKept());
  }

  private void lookAround() {
    invocation.stop().signal().check();
    if (invocation.deadline().passed(invocation.surroundings().clock().instant())) {
      throw new CisternException(new Failure.TimedOut("the deadline passed; the mirror is as before"));
    }
  }
}
