package io.cistern.cli.command;

import io.cistern.application.clone.CloneReport;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.wiring.MirrorSession;
import io.cistern.domain.manifest.StateCounts;

/** What {@code clone} came to. */
record CloneView(MirrorSession session, CloneReport names, HydrateReport pass) {
  void print(Printer printer, Surroundings surroundings, int code) {
    StateCounts counts = session.reader().read().manifest().counts();
    NamesView view = new NamesView(session, surroundings, names);
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "clone");
        view.json(json, counts);
        PassOutput.summary(json, pass);
        json.writeNumberProperty("exitCode", code);
      });
      return;
    }
    view.lines(printer, counts);
    pass.asked().ifPresent(holder -> printer.line("  content    a pass is under way by " + printer.name(holder)
        + "; it runs once more when it has ended"));
    if (pass.candidates() > 0) {
      printer.line("  content    " + PassOutput.summary(pass));
    }
    view.attention(printer);
  }
}
