package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore.StoredChange;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/** {@code GET ops} and {@code GET ops/ID} (contract 7.12). Nothing is written back, so every operation has succeeded. */
final class OperationsResource implements Resource {
  private static final int USUAL_LIMIT = 100;
  private static final int GREATEST_LIMIT = 1000;

  @Override
  public void answer(Call call) throws IOException {
    if (call.route().endpoint() == Endpoint.OPERATION) {
      StoredChange change = find(call, call.route().operation());
      call.answer().json(200, json -> operation(json, change));
    } else {
      list(call);
    }
  }

  private static StoredChange find(Call call, String id) {
    OptionalLong number = number(id);
    if (number.isEmpty()) {
      throw Refusal.notFound("operation not found");
    }
    return call.store()
        .change(number.getAsLong())
        .filter(StoredChange::byAgent)
        .orElseThrow(() -> Refusal.notFound("operation not found"));
  }

  private static void list(Call call) throws IOException {
    int limit = call.query().number("limit", USUAL_LIMIT, GREATEST_LIMIT);
    String cursor = call.query().text("cursor");
    OptionalLong from = cursor.isEmpty() ? OptionalLong.of(Long.MAX_VALUE) : number(cursor);
    if (from.isEmpty() || (!cursor.isEmpty() && call.store().change(from.getAsLong()).isEmpty())) {
      throw Refusal.badRequest("invalid input");
    }
    List<StoredChange> found = new ChangeWalk(call.store(), filter(call)).before(from.getAsLong(), limit + 1);
    List<StoredChange> page = found.subList(0, Math.min(limit, found.size()));
    call.answer().json(200, json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("items");
      page.forEach(change -> operation(json, change));
      json.writeEndArray();
      json.writeName("nextCursor");
      if (found.size() > limit) {
        json.writeString(page.getLast().operation());
      } else {
        json.writeNull();
      }
      json.writeEndObject();
    });
  }

  private static Predicate<StoredChange> filter(Call call) {
    String status = call.query().text("status");
    String action = call.query().text("action");
    String provider = call.query().text("provider").strip().toLowerCase(Locale.ROOT);
    return change -> change.byAgent()
        && (status.isEmpty() || status.equals("succeeded"))
        && (action.isEmpty() || action.equals(action(change)))
        && (provider.isEmpty() || provider.equals(Paths.provider(change.path())));
  }

  private static OptionalLong number(String id) {
    return id.matches("op_[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(id.substring("op_".length())))
        : OptionalLong.empty();
  }

  private static String action(StoredChange change) {
    return switch (change.kind()) {
      case CREATED, UPDATED -> "file_upsert";
      case DELETED -> "file_delete";
    };
  }

  private static void operation(JsonGenerator json, StoredChange change) {
    String at = Json.time(change.at());
    json.writeStartObject();
    json.writeStringProperty("opId", change.operation());
    json.writeStringProperty("path", change.path());
    json.writeStringProperty("revision", change.revision());
    json.writeStringProperty("action", action(change));
    Json.optional(json, "provider", Paths.provider(change.path()));
    json.writeStringProperty("status", "succeeded");
    json.writeNumberProperty("attemptCount", 1);
    json.writeObjectPropertyStart("providerResult");
    json.writeStringProperty("providerRevision", change.revision());
    json.writeEndObject();
    change.identity().ifPresent(identity -> BulkReport.identity(json, identity));
    Json.optional(json, "correlationId", change.correlationId());
    json.writeStringProperty("createdAt", at);
    json.writeStringProperty("updatedAt", at);
    json.writeStringProperty("completedAt", at);
    json.writeEndObject();
  }
}
