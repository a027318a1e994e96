package io.cistern.cli.command;

import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.wiring.MirrorSession;
import io.cistern.domain.manifest.StateCounts;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What receiving names came to, for {@code clone} and {@code pull}. */
record NamesView(MirrorSession session, Surroundings surroundings, CloneReport report) {
  void lines(Printer printer, StateCounts counts) {
    printer.line("mirror " + printer.name(session.identity().workspace().value()) + " → "
        + printer.name(surroundings.shown(session.root())));
    printer.line("  names      " + People.count(counts.total()) + " complete" + news());
  }

  /** What a person has to decide because of this run. */
  void attention(Printer printer) {
    if (needsAPerson()) {
      printer.line("  attention  " + People.count(report.counts().conflicts()) + " in conflict, "
          + People.count(report.counts().quarantined()) + " quarantined   → cistern status");
    }
  }

  void json(JsonGenerator json, StateCounts counts) {
    json.writeStringProperty("workspace", session.identity().workspace().value());
    json.writeStringProperty("root", session.root().toString());
    json.writeStringProperty("feed", report.feed() ? "events" : "none");
    json.writeBooleanProperty("resumed", report.resumed());
    json.writeBooleanProperty("wasComplete", report.wasComplete());
    json.writeNumberProperty("paths", counts.total());
    json.writeNumberProperty("created", report.counts().created());
    json.writeNumberProperty("updated", report.counts().updated());
    json.writeNumberProperty("removed", report.counts().removed());
    json.writeNumberProperty("adopted", report.counts().adopted());
    json.writeNumberProperty("conflicts", report.counts().conflicts());
    json.writeNumberProperty("quarantined", report.counts().quarantined());
    json.writeNumberProperty("ignored", report.counts().ignored());
  }

  /** The exit code, where nothing else decides: a conflict needs a person. */
  int code() {
    return needsAPerson() ? ExitCode.NEEDS_A_PERSON : ExitCode.DONE;
  }

  private boolean needsAPerson() {
    return report.counts().conflicts() + report.counts().quarantined() > 0;
  }

  private String news() {
    if (report.nothingChanged()) {
      return ", nothing new";
    }
    Counts counts = report.counts();
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
