package io.cistern.cli.command;

import io.cistern.application.port.MirrorRepair.LostGroup;
import io.cistern.application.port.MirrorRepair.Plan;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Fields;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.domain.journal.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.core.JsonGenerator;

/** Recovers what can be recovered of a damaged mirror. */
@Command(
    name = "repair",
    header = "Recover what can be recovered of a damaged mirror; keeps all evidence, never deletes.")
final class RepairCommand implements Callable<Integer> {
  /** More than a person reads; a script gets all of them. */
  private static final int SHOWN = 20;

  private final Invocation invocation;

  RepairCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "repair")) {
      boolean dryRun = invocation.options().dryRun();
      Optional<Plan> plan = opened.session().repair(opened.settings()).repair(dryRun);
      List<String> next = plan.map(known -> next(known, dryRun)).orElse(List.of());
      Printer printer = invocation.printer();
      if (printer.json()) {
        printer.document("cistern.repair/1", json -> fields(json, plan, dryRun, next));
      } else if (plan.isPresent()) {
        lines(printer, plan.get(), dryRun, next);
      } else {
        printer.line("the mirror is not damaged; nothing to repair");
      }
      boolean lost = plan.filter(known -> known.lostGroups() > 0 || known.kept().equals(Sequence.NONE)).isPresent();
      return invocation.finish(lost || (dryRun && plan.isPresent()) ? ExitCode.NEEDS_A_PERSON : ExitCode.DONE,
          plan.isPresent());
    }
  }

  private static List<String> next(Plan plan, boolean dryRun) {
    if (dryRun) {
      return List.of("cistern repair");
    }
    return plan.kept().equals(Sequence.NONE)
        ? List.of("cistern clone --adopt", "cistern status")
        : List.of("cistern verify", "cistern pull");
  }

  private static void lines(Printer printer, Plan plan, boolean dryRun, List<String> next) {
    printer.line(printer.style().warn(plan.damage()));
    printer.line((dryRun ? "would keep" : "kept      ") + "  " + kept(plan));
    if (plan.lostGroups() > 0) {
      printer.line((dryRun ? "would lose" : "lost      ") + "  the record of "
          + People.many(plan.lostGroups(), "change") + " (" + plan.kept().next() + " to " + plan.lastSeen()
          + "); no file is touched");
      plan.lost().stream().limit(SHOWN).forEach(group -> printer.line("            " + group.at() + "  "
          + printer.name(String.join(", ", group.names()))));
      if (plan.lost().size() > SHOWN) {
        printer.line("            and " + People.many(plan.lost().size() - SHOWN, "more change"));
      }
    }
    plan.evidence().forEach(name -> printer.line("evidence    " + printer.name(name)));
    printer.line("next        " + String.join(", then ", next));
  }

  private static String kept(Plan plan) {
    return plan.kept().equals(Sequence.NONE)
        ? "nothing of the records; all files stay, and a clone takes those that are as the broker has them"
        : "everything up to change " + plan.kept();
  }

  private static void fields(JsonGenerator json, Optional<Plan> plan, boolean dryRun, List<String> next) {
    json.writeBooleanProperty("damaged", plan.isPresent());
    json.writeBooleanProperty("repaired", plan.isPresent() && !dryRun);
    Fields.optional(json, "damage", plan.map(Plan::damage));
    json.writeNumberProperty("kept", plan.map(known -> known.kept().number()).orElse(0L));
    json.writeNumberProperty("lastSeen", plan.map(known -> known.lastSeen().number()).orElse(0L));
    json.writeNumberProperty("lostChanges", plan.map(Plan::lostGroups).orElse(0L));
    json.writeArrayPropertyStart("lost");
    for (LostGroup group : plan.map(Plan::lost).orElse(List.of())) {
      json.writeStartObject();
      json.writeNumberProperty("sequence", group.at().number());
      strings(json, "paths", group.names());
      json.writeEndObject();
    }
    json.writeEndArray();
    strings(json, "evidence", plan.map(Plan::evidence).orElse(List.of()));
    strings(json, "next", next);
  }

  private static void strings(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
