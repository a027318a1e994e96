package io.cistern.cli.command;

import io.cistern.application.inspect.StatusReport;
import io.cistern.cli.output.People;
import io.cistern.domain.journal.LogRecord.Recovered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What runs that died left, as a status says it: what is still to be done about it, and what was done last. */
record RecoveryView(StatusReport report) {
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (report.recoveryDue()) {
      lines.add("  recovery  due: the next command that writes finishes what an earlier run had committed");
    }
    report.landmarks().lastRecovery().ifPresent(last -> lines.add("  recovery  the last one " + deeds(last)));
    return lines;
  }

  void json(JsonGenerator json) {
    json.writeObjectPropertyStart("recovery");
    json.writeBooleanProperty("due", report.recoveryDue());
    counts(json, report.landmarks().rolledForward(), report.landmarks().rolledBack());
    Optional<Recovered> last = report.landmarks().lastRecovery();
    if (last.isPresent()) {
      json.writeObjectPropertyStart("last");
      counts(json, last.get().rolledForward(), last.get().rolledBack());
      json.writeEndObject();
    } else {
      json.writeNullProperty("last");
    }
    json.writeEndObject();
  }

  private static void counts(JsonGenerator json, long rolledForward, long rolledBack) {
    json.writeNumberProperty("rolledForward", rolledForward);
    json.writeNumberProperty("rolledBack", rolledBack);
  }

  private static String deeds(Recovered last) {
    List<String> deeds = new ArrayList<>();
    if (last.rolledForward() > 0) {
      deeds.add("finished " + People.many(last.rolledForward(), "change") + " that a run had committed");
    }
    if (last.rolledBack() > 0) {
      deeds.add("removed " + People.many(last.rolledBack(), "file") + " that a run had prepared and not committed");
    }
    return deeds.isEmpty() ? "found nothing to do" : String.join(", ", deeds);
  }
}
