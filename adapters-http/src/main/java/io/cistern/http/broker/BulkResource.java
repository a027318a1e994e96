package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore.Incoming;
import io.cistern.application.port.WorkspaceStore.Precondition;
import io.cistern.application.port.WorkspaceStore.Write;
import io.cistern.application.port.WorkspaceStore.WriteOutcome;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code POST fs/bulk} (contract 7.6): each file on its own, all of them with nothing in between. */
final class BulkResource implements Resource {
  private final Spooling spooling;

  BulkResource(Spooling spooling) {
    this.spooling = spooling;
  }

  @Override
  public void answer(Call call) throws IOException {
    try (SpooledBody body = spooling.read(call.body())) {
      List<WriteItem> items = WriteBody.many(body);
      if (items.isEmpty()) {
        throw Refusal.badRequest("missing files");
      }
      List<Incoming> kept = new ArrayList<>();
      try {
        BulkReport report = new BulkReport();
        write(call, body, items, kept, report);
        call.answer().json(202, json -> report.write(json, call.correlationId()));
      } finally {
        kept.forEach(Incoming::close);
      }
    }
  }

  private static void write(
      Call call, SpooledBody body, List<WriteItem> items, List<Incoming> kept, BulkReport report)
      throws IOException {
    List<Write> writes = new ArrayList<>();
    List<WriteItem> written = new ArrayList<>();
    for (WriteItem item : items) {
      Optional<Write> write = prepared(call, body, item, kept, report);
      if (write.isPresent()) {
        writes.add(write.get());
        written.add(item);
      }
    }
    // Events of a bulk request carry no correlation id (contract 7.6).
    List<WriteOutcome> outcomes = writes.isEmpty() ? List.of() : call.store().apply(writes, "");
    for (int i = 0; i < outcomes.size(); i++) {
      report.outcome(written.get(i), outcomes.get(i));
    }
  }

  private static Optional<Write> prepared(
      Call call, SpooledBody body, WriteItem item, List<Incoming> kept, BulkReport report) throws IOException {
    String normalised = Paths.normalised(item.path().strip());
    Optional<WorkspacePath> path = WorkspacePath.parse(normalised);
    if (!call.scopes().allow("fs:write", normalised)) {
      report.error(normalised, "forbidden", "missing required scope: fs:write");
      return Optional.empty();
    }
    if (path.isEmpty()) {
      report.error(normalised, "validation_error", "the path is not canonical");
      return Optional.empty();
    }
    Optional<Boolean> base64 = Contents.isBase64(item.encoding());
    if (base64.isEmpty()) {
      report.error(normalised, "invalid_encoding", "unsupported encoding");
      return Optional.empty();
    }
    Optional<Incoming> content = Contents.receive(call.store(), body, item, base64.get());
    if (content.isEmpty()) {
      report.error(normalised, "invalid_content", "content is not valid base64");
      return Optional.empty();
    }
    kept.add(content.get());
    Precondition precondition = Conditions.revision(item.ifMatch()).isEmpty()
        ? new Precondition.Anything()
        : Conditions.parse(item.ifMatch());
    String type = item.contentType().isEmpty() ? "text/markdown" : item.contentType();
    return Optional.of(
        new Write.Put(
            path.get(), content.get(), base64.get(), Optional.of(type), item.semantics(), precondition,
            item.identity()));
  }
}
