package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore.ContentIdentity;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.application.port.WorkspaceStore.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What came of the files of a bulk request. */
final class BulkReport {
  private final List<Fault> faults = new ArrayList<>();
  private final List<Result> results = new ArrayList<>();
  private int written;

  private record Fault(
      String path, String code, String message, Optional<String> expected, Optional<String> current) {}

  private record Result(StoredChange change, Optional<ContentIdentity> identity) {}

  void error(String path, String code, String message) {
    faults.add(new Fault(path, code, message, Optional.empty(), Optional.empty()));
  }

  void outcome(WriteItem item, WriteOutcome outcome) {
    String path = Paths.normalised(item.path().strip());
    String expected = Conditions.revision(item.ifMatch());
    switch (outcome) {
      case WriteOutcome.Applied(StoredChange change) -> {
        written++;
        results.add(new Result(change, item.identity()));
      }
      case WriteOutcome.Repeated(StoredChange change) -> results.add(new Result(change, item.identity()));
      case WriteOutcome.Conflict(StoredFile file) -> {
        String current = file.revision().value();
        conflict(path, expected, "current revision is \"" + current + "\"", Optional.of(current));
      }
      case WriteOutcome.Missing() -> conflict(path, expected, "there is no such file", Optional.empty());
      case WriteOutcome.Blocked(String why) -> error(path, "validation_error", why);
    }
  }

  private void conflict(String path, String expected, String but, Optional<String> current) {
    String message = "expected revision \"" + expected + "\" but " + but;
    faults.add(new Fault(path, "conflict", message, Optional.of(expected), current));
  }

  void write(JsonGenerator json, String correlationId) {
    json.writeStartObject();
    json.writeStringProperty("correlationId", correlationId);
    json.writeNumberProperty("errorCount", faults.size());
    json.writeArrayPropertyStart("errors");
    faults.forEach(fault -> fault(json, fault));
    json.writeEndArray();
    json.writeName("results");
    if (results.isEmpty()) {
      json.writeNull();
    } else {
      json.writeStartArray();
      results.forEach(result -> result(json, result));
      json.writeEndArray();
    }
    json.writeNumberProperty("written", written);
    json.writeEndObject();
  }

  private static void fault(JsonGenerator json, Fault fault) {
    json.writeStartObject();
    json.writeStringProperty("path", fault.path());
    json.writeStringProperty("code", fault.code());
    json.writeStringProperty("message", fault.message());
    fault.expected().ifPresent(revision -> json.writeStringProperty("expectedRevision", revision));
    fault.current().ifPresent(revision -> json.writeStringProperty("currentRevision", revision));
    json.writeEndObject();
  }

  private static void result(JsonGenerator json, Result result) {
    json.writeStartObject();
    json.writeStringProperty("path", result.change().path());
    json.writeStringProperty("revision", result.change().revision());
    Json.optional(json, "contentType", result.change().contentType());
    json.writeStringProperty("opId", result.change().operation());
    result.identity().ifPresent(identity -> identity(json, identity));
    WriteResource.writeback(json, result.change());
    json.writeEndObject();
  }

  static void identity(JsonGenerator json, ContentIdentity identity) {
    json.writeObjectPropertyStart("contentIdentity");
    json.writeStringProperty("kind", identity.kind());
    json.writeStringProperty("key", identity.key());
    if (identity.ttl().isPositive()) {
      json.writeNumberProperty("ttlSeconds", identity.ttl().toSeconds());
    }
    json.writeEndObject();
  }
}
