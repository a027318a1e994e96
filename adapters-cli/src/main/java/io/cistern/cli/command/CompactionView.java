package io.cistern.cli.command;

import io.cistern.application.inspect.CompactionState.Standing;
import io.cistern.cli.output.Fields;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.domain.compaction.CompactionNotes;
import io.cistern.domain.quota.Admission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** How compacting stands: always for scripts, for people only when there is something to know. */
record CompactionView(Standing standing) {
  void json(JsonGenerator json) {
    CompactionNotes notes = standing.notes();
    json.writeObjectPropertyStart("compaction");
    json.writeNumberProperty("logBytes", standing.size().logBytes());
    json.writeNumberProperty("budgetBytes", standing.budget());
    json.writeNumberProperty("checkpointBytes", standing.size().checkpointBytes());
    json.writeBooleanProperty("pending", standing.pending());
    json.writeObjectPropertyStart("admission");
    switch (standing.admission()) {
      case Admission.Allowed() -> json.writeBooleanProperty("allowed", true);
      case Admission.Refused(String reason, Instant retryAt) -> {
        json.writeBooleanProperty("allowed", false);
        json.writeStringProperty("reason", reason);
        Fields.time(json, "retryAt", Optional.of(retryAt).filter(moment -> !moment.equals(Instant.MAX)));
      }
    }
    json.writeEndObject();
    json.writeNumberProperty("started", notes.started());
    json.writeObjectPropertyStart("ended");
    for (String word : List.of("applied", "stale", "failed", "timed out", "aborted")) {
      json.writeNumberProperty(word.equals("timed out") ? "timedOut" : word, notes.ended().getOrDefault(word, 0L));
    }
    json.writeEndObject();
    if (notes.last().isPresent()) {
      json.writeObjectPropertyStart("last");
      json.writeStringProperty("outcome", notes.last().get().word());
      json.writeStringProperty("detail", notes.last().get().detail());
      Fields.time(json, "at", Optional.of(notes.last().get().at()));
      json.writeEndObject();
    } else {
      json.writeNullProperty("last");
    }
    json.writeEndObject();
  }

  /** A log over its budget, and a compaction that went wrong, are worth a line. */
  List<String> lines(Printer printer, Instant now) {
    boolean over = standing.size().logBytes() > standing.budget();
    Optional<CompactionNotes.Ended> bad = standing.notes().last().filter(last -> !last.word().equals("applied"));
    if (!over && bad.isEmpty()) {
      return List.of();
    }
    String size = People.size(standing.size().logBytes()) + " of " + People.size(standing.budget()) + " budget";
    String last = bad.map(
        ended -> "; the last compaction " + (ended.word().equals("stale") ? "was stale" : ended.word()) + " "
            + People.ago(ended.at(), now) + (ended.detail().isEmpty() ? "" : ": " + printer.name(ended.detail())))
        .orElse("");
    return List.of("  log       " + size + last + (over ? "   → cistern compact" : ""));
  }
}
