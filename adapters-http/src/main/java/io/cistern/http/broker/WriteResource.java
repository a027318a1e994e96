package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.port.WorkspaceStore.Incoming;
import io.cistern.application.port.WorkspaceStore.Precondition;
import io.cistern.application.port.WorkspaceStore.Reading;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.application.port.WorkspaceStore.Write;
import io.cistern.application.port.WorkspaceStore.WriteOutcome;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code PUT} and {@code DELETE fs/file} (contract 7.4, 7.5). */
final class WriteResource implements Resource {
  /** Of the stored content, in a conflict's answer. */
  private static final int PREVIEW = 4000;

  private final Spooling spooling;

  WriteResource(Spooling spooling) {
    this.spooling = spooling;
  }

  @Override
  public void answer(Call call) throws IOException {
    WorkspacePath path = Paths.file(call.query().text("path"));
    if (!call.scopes().allow("fs:write", path.value())) {
      throw new Refusal(403, "forbidden", "missing required scope: fs:write");
    }
    if (Conditions.revision(call.ifMatch()).isEmpty()) {
      throw new Refusal(412, "precondition_failed", "missing If-Match header");
    }
    Precondition precondition = Conditions.parse(call.ifMatch());
    WriteOutcome outcome = call.route().endpoint() == Endpoint.PUT
        ? put(call, path, precondition)
        : apply(call, new Write.Remove(path, precondition));
    switch (outcome) {
      case WriteOutcome.Applied(StoredChange change) -> accepted(call, change);
      case WriteOutcome.Repeated(StoredChange change) -> accepted(call, change);
      case WriteOutcome.Conflict(StoredFile current) -> throw conflict(call, current);
      case WriteOutcome.Missing() -> throw Refusal.notFound("file not found");
      case WriteOutcome.Blocked(String why) -> throw Refusal.badRequest(why);
    }
  }

  private WriteOutcome put(Call call, WorkspacePath path, Precondition precondition) throws IOException {
    try (SpooledBody body = spooling.read(call.body())) {
      WriteItem item = WriteBody.single(body);
      boolean base64 =
          Contents.isBase64(item.encoding()).orElseThrow(() -> Refusal.badRequest("unsupported encoding"));
      Incoming content = Contents.receive(call.store(), body, item, base64)
          .orElseThrow(() -> Refusal.badRequest("content is not valid base64"));
      try (content) {
        Optional<String> type = Optional.of(item.contentType()).filter(text -> !text.isEmpty());
        return apply(
            call,
            new Write.Put(path, content, base64, type.or(() -> Optional.of("text/markdown")),
                item.semantics(), precondition, Optional.empty()));
      }
    }
  }

  private static WriteOutcome apply(Call call, Write write) {
    return call.store().apply(List.of(write), call.correlationId()).getFirst();
  }

  private static void accepted(Call call, StoredChange change) throws IOException {
    call.answer().json(202, json -> {
      json.writeStartObject();
      json.writeStringProperty("opId", change.operation());
      json.writeStringProperty("status", "queued");
      json.writeStringProperty("targetRevision", change.revision());
      writeback(json, change);
      json.writeEndObject();
    });
  }

  /** There is nobody to write back to; the contract names a state all the same. */
  static void writeback(JsonGenerator json, StoredChange change) {
    json.writeObjectPropertyStart("writeback");
    Json.optional(json, "provider", Paths.provider(change.path()));
    json.writeStringProperty("state", "pending");
    json.writeEndObject();
  }

  private static Refusal conflict(Call call, StoredFile current) throws IOException {
    Refusal refusal = new Refusal(409, "revision_conflict", "revision conflict")
        .with("expectedRevision", Conditions.revision(call.ifMatch()))
        .with("currentRevision", current.revision().value());
    String preview = call.scopes().allow("fs:read", current.path().value()) ? preview(call.store(), current) : "";
    return preview.isEmpty() ? refusal : refusal.with("currentContentPreview", preview);
  }

  private static String preview(WorkspaceStore store, StoredFile current) throws IOException {
    if (!(store.open(current.path()) instanceof Reading.Opened(StoredFile file, InputStream body))) {
      return "";
    }
    try (body) {
      byte[] start = body.readNBytes(file.base64() ? PREVIEW / 4 * 3 : PREVIEW);
      return file.base64()
          ? Base64.getEncoder().encodeToString(start)
          : new String(start, StandardCharsets.UTF_8);
    }
  }
}
