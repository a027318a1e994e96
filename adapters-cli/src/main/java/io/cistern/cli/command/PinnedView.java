package io.cistern.cli.command;

import io.cistern.application.hydrate.PinPaths;
import io.cistern.cli.output.Printer;
import java.util.List;

/** What became of pins, name by name. */
final class PinnedView {
  private PinnedView() {}

  /** Says it, in JSON for all of them; for people only of those that were so already. */
  static void tell(
      Printer printer, PathArguments paths, PinPaths.Report report, String changed, String unchanged) {
    if (printer.json()) {
      items(printer, report.changed(), changed);
      items(printer, report.unchanged(), unchanged);
    } else {
      String so = changed.equals("pinned") ? " is pinned already" : " is not pinned";
      report.unchanged().forEach(name -> printer.note(paths.shown(name) + so));
    }
  }

  private static void items(Printer printer, List<String> names, String result) {
    for (String name : names) {
      printer.jsonLine("item", json -> {
        json.writeStringProperty("path", name);
        json.writeStringProperty("result", result);
      });
    }
  }
}
