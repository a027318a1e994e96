package io.cistern.cli.command;

import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.port.Manifest;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.wiring.MirrorSession;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.StateCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

  /**
   * The last line of a run that did not come to its end, so that a script never waits for one; why it ended is told on its
   * own.
   *
   * @param more what the verb has to add
   */
  static void unfinished(
      MirrorSession session, Invocation invocation, String verb, CisternException why, Consumer<JsonGenerator> more) {
    Printer printer = invocation.printer();
    if (!printer.json() || why.failure() instanceof Failure.MirrorDamaged) {
      return;
    }
    Manifest manifest = session.reader().read().manifest();
    printer.jsonLine("summary", json -> {
      json.writeStringProperty("verb", verb);
      json.writeStringProperty("workspace", session.identity().workspace().value());
      json.writeStringProperty("root", session.root().toString());
      json.writeBooleanProperty("finished", false);
      json.writeBooleanProperty("complete", manifest.bootstrap().complete());
      json.writeNumberProperty("paths", manifest.counts().total());
      more.accept(json);
      json.writeNumberProperty("exitCode", invocation.exitCode(why.failure()));
    });
  }

  void json(JsonGenerator json, StateCounts counts) {
    json.writeStringProperty("workspace", session.identity().workspace().value());
    json.writeStringProperty("root", session.root().toString());
    json.writeBooleanProperty("finished", true);
    json.writeBooleanProperty("complete", true);
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
