package io.cistern.cli.command;

import io.cistern.application.clone.PlanPull.Plan;
import io.cistern.application.clone.PlanPull.Planned;
import io.cistern.cli.output.Fields;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import java.util.Locale;
import java.util.Optional;

/** What {@code pull} would do. */
record PullPlanView(PathArguments paths, Printer printer) {
  /** One path that would change. */
  void item(Planned planned) {
    String effect = planned.effect().name().toLowerCase(Locale.ROOT);
    if (printer.json()) {
      printer.jsonLine("item", json -> {
        json.writeStringProperty("path", planned.name());
        json.writeStringProperty(
            "result", "would" + effect.substring(0, 1).toUpperCase(Locale.ROOT) + effect.substring(1));
      });
    } else {
      printer.line(String.format("%-10s  %s", effect, printer.name(paths.shown(planned.name()))));
    }
  }

  /** Nothing can be told beyond the next step. */
  void goesOn(String next, int code) {
    summary(next, 0, Optional.empty(), code);
    if (!printer.json()) {
      printer.line("would go on with: " + printer.name(next));
    }
  }

  void conclude(Plan plan, int code) {
    switch (plan) {
      case Plan.Listing(String why) -> {
        summary("list the workspace again", 0, Optional.empty(), code);
        if (!printer.json()) {
          printer.line("would list the workspace again: " + printer.name(why));
        }
      }
      case Plan.Replay(long changes, Optional<String> confirmation) -> {
        summary("replay", changes, confirmation, code);
        if (!printer.json()) {
          printer.line(changes == 0 ? "nothing new" : "would change " + People.many(changes, "path"));
          confirmation.ifPresent(token -> printer.warn(
              "so many removals are refused unless confirmed: cistern pull --confirm " + token));
        }
      }
    }
  }

  private void summary(String next, long changes, Optional<String> confirmation, int code) {
    if (!printer.json()) {
      return;
    }
    printer.jsonLine("summary", json -> {
      json.writeStringProperty("verb", "pull");
      json.writeBooleanProperty("dryRun", true);
      json.writeStringProperty("next", next);
      json.writeNumberProperty("changes", changes);
      Fields.optional(json, "confirm", confirmation);
      json.writeNumberProperty("exitCode", code);
    });
  }
}
