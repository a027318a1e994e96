package io.cistern.cli.command;

import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.wiring.MirrorSession;
import io.cistern.domain.manifest.StateCounts;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What {@code clone} came to. */
record CloneView(MirrorSession session, CloneReport names, HydrateReport pass) {
  void print(Printer printer, Surroundings surroundings, int code) {
    StateCounts counts = session.reader().read().manifest().counts();
    if (printer.json()) {
      printer.jsonLine("summary", json -> summary(json, counts, code));
      return;
    }
    String workspace = printer.name(session.identity().workspace().value());
    printer.line("mirror " + workspace + " → " + printer.name(surroundings.shown(session.root())));
    printer.line("  names      " + People.count(counts.total()) + " complete" + news());
    if (pass.candidates() > 0) {
      printer.line("  content    " + PassOutput.summary(pass));
    }
    if (names.counts().conflicts() + names.counts().quarantined() > 0) {
      printer.line("  attention  " + People.count(names.counts().conflicts()) + " in conflict, "
          + People.count(names.counts().quarantined()) + " quarantined   → cistern status");
    }
  }

  private void summary(JsonGenerator json, StateCounts counts, int code) {
    json.writeStringProperty("verb", "clone");
    json.writeStringProperty("workspace", session.identity().workspace().value());
    json.writeStringProperty("root", session.root().toString());
    json.writeStringProperty("feed", names.feed() ? "events" : "none");
    json.writeBooleanProperty("resumed", names.resumed());
    json.writeBooleanProperty("wasComplete", names.wasComplete());
    json.writeNumberProperty("paths", counts.total());
    json.writeNumberProperty("created", names.counts().created());
    json.writeNumberProperty("updated", names.counts().updated());
    json.writeNumberProperty("removed", names.counts().removed());
    json.writeNumberProperty("adopted", names.counts().adopted());
    json.writeNumberProperty("conflicts", names.counts().conflicts());
    json.writeNumberProperty("quarantined", names.counts().quarantined());
    json.writeNumberProperty("ignored", names.counts().ignored());
    PassOutput.summary(json, pass);
    json.writeNumberProperty("exitCode", code);
  }

  private String news() {
    if (names.nothingChanged()) {
      return ", nothing new";
    }
    Counts counts = names.counts();
    List<String> parts = new ArrayList<>();
    add(parts, counts.created(), "new");
    add(parts, counts.updated(), "updated");
    add(parts, counts.removed(), "removed");
    add(parts, counts.adopted(), "adopted");
    add(parts, counts.ignored(), "ignored");
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(People.count(count) + " " + what);
    }
  }
}
