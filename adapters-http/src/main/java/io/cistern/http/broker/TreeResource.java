package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore.StoredFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code GET fs/tree} (contract 7.2). */
final class TreeResource implements Resource {
  /** Rows of a page. */
  static final int PAGE = 1000;

  private static final int USUAL_DEPTH = 10;
  private static final int GREATEST_DEPTH = 100;

  private final int page;

  TreeResource(int page) {
    this.page = page;
  }

  @Override
  public void answer(Call call) throws IOException {
    String base = Paths.directory(call.query().text("path"));
    int depth = call.query().number("depth", USUAL_DEPTH, GREATEST_DEPTH);
    call.store().refresh();
    TreeListing listing = new TreeListing(call.store(), call.visibility(), base, depth);
    Optional<String> cursor = Optional.of(call.query().text("cursor")).filter(text -> !text.isEmpty());
    if (cursor.filter(path -> call.faults().staleCursor() || !listing.has(path)).isPresent()) {
      throw Refusal.badRequest("invalid input");
    }
    boolean empty = call.faults().empty();
    TreeListing.Rows rows = empty ? new TreeListing.Rows(List.of(), false) : listing.after(cursor, page);
    long total = empty ? 0 : listing.totalFiles();
    call.answer().json(200, json -> {
      json.writeStartObject();
      json.writeStringProperty("path", base);
      json.writeArrayPropertyStart("entries");
      rows.rows().forEach(row -> row(json, row, call));
      json.writeEndArray();
      json.writeName("nextCursor");
      if (rows.more()) {
        json.writeString(rows.rows().getLast().path());
      } else {
        json.writeNull();
      }
      if (total > 0) {
        json.writeNumberProperty("totalFiles", total);
      }
      json.writeEndObject();
    });
  }

  private static void row(JsonGenerator json, TreeListing.Row row, Call call) {
    json.writeStartObject();
    json.writeStringProperty("path", row.path());
    json.writeStringProperty("type", row.file().isPresent() ? "file" : "dir");
    json.writeStringProperty("revision", row.file().map(file -> file.revision().value()).orElse("dir"));
    row.file().ifPresent(file -> file(json, file, call));
    json.writeEndObject();
  }

  private static void file(JsonGenerator json, StoredFile file, Call call) {
    json.writeStringProperty("contentHash", FileJson.hash(file.hash(), call.faults()));
    Json.optional(json, "provider", Paths.provider(file.path().value()));
    long size = FileJson.storedSize(file);
    if (size > 0) {
      json.writeNumberProperty("size", size);
    }
    json.writeStringProperty("updatedAt", Json.time(file.editedAt()));
    count(json, "propertyCount", file.semantics().properties().size());
    count(json, "relationCount", file.semantics().relations().size());
    count(json, "permissionCount", file.semantics().permissions().size());
    count(json, "commentCount", file.semantics().comments().size());
  }

  private static void count(JsonGenerator json, String name, int count) {
    if (count > 0) {
      json.writeNumberProperty(name, count);
    }
  }
}
