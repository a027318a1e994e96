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
        result.ifPresent(done -> {
          json.writeNumberProperty("firstKept", done.firstKept().number());
          json.writeObjectPropertyStart("records");
          json.writeNumberProperty("before", done.recordsBefore());
          json.writeNumberProperty("after", done.recordsAfter());
          json.writeEndObject();
          json.writeObjectPropertyStart("bytes");
          json.writeNumberProperty("before", done.bytesBefore());
          json.writeNumberProperty("after", done.bytesAfter());
          json.writeEndObject();
          json.writeObjectPropertyStart("paths");
          json.writeNumberProperty("live", done.pathsLive());
          json.writeNumberProperty("dropped", done.pathsDropped());
          json.writeEndObject();
        });
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
  }

  private int plan(CompactionPlan plan) {
    Printer printer = invocation.printer();
    boolean anything = plan.groups() > 0;
    if (printer.json()) {
      printer.document(SCHEMA, json -> {
        json.writeBooleanProperty("dryRun", true);
        json.writeNumberProperty("upTo", plan.upTo().number());
        json.writeNumberProperty("groups", plan.groups());
        json.writeNumberProperty("logBytes", plan.logBytes());
        json.writeNumberProperty("checkpointBytes", plan.checkpointBytes());
        json.writeNumberProperty("expectedGain", plan.expectedGain());
      });
    } else if (anything) {
      printer.line("would fold " + People.many(plan.groups(), "group") + " up to " + plan.upTo() + " ("
          + People.size(plan.logBytes()) + " of log) into the checkpoint (" + People.size(plan.checkpointBytes())
          + ")");
      printer.line("  expected gain   about " + People.size(plan.expectedGain())
          + "; the newest groups stay for the history");
    } else {
      printer.line("nothing to compact");
    }
    return invocation.finish(ExitCode.DONE, anything);
  }

  private void lookAround() {
    invocation.stop().signal().check();
    if (invocation.deadline().passed(invocation.surroundings().clock().instant())) {
      throw new CisternException(new Failure.TimedOut("the deadline passed; the mirror is as before"));
    }
  }
}
