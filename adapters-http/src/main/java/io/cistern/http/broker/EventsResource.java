package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore.StoredChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/** {@code GET fs/events} (contract 7.8). A cursor is a position, so one that was filtered away still has its place. */
final class EventsResource implements Resource {
  private static final int USUAL_LIMIT = 200;
  private static final int GREATEST_LIMIT = 1000;

  @Override
  public void answer(Call call) throws IOException {
    String direction = call.query().text("direction");
    if (!direction.isEmpty() && !direction.equals("asc") && !direction.equals("desc")) {
      throw Refusal.badRequest("invalid direction");
    }
    int limit = call.query().number("limit", USUAL_LIMIT, GREATEST_LIMIT);
    call.store().refresh();
    ChangeWalk walk = new ChangeWalk(call.store(), filter(call));
    List<StoredChange> found = new ArrayList<>(
        direction.equals("desc") ? newestFirst(call, walk, limit) : oldestFirst(call, walk, limit));
    boolean more = found.size() > limit;
    List<StoredChange> page = call.faults().empty() ? List.of() : found.subList(0, Math.min(limit, found.size()));
    call.answer().json(200, json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("events");
      page.forEach(change -> event(json, change, call));
      json.writeEndArray();
      json.writeName("nextCursor");
      if (more && !page.isEmpty()) {
        json.writeString(page.getLast().event());
      } else {
        json.writeNull();
      }
      json.writeEndObject();
    });
  }

  private static List<StoredChange> oldestFirst(Call call, ChangeWalk walk, int limit) {
    return walk.after(position(call).orElse(0), limit + 1);
  }

  private static List<StoredChange> newestFirst(Call call, ChangeWalk walk, int limit) {
    if (call.query().text("cursor").isEmpty()) {
      return walk.before(Long.MAX_VALUE, limit + 1);
    }
    OptionalLong position = position(call);
    return position.isEmpty() ? List.of() : walk.before(position.getAsLong(), limit + 1);
  }

  /**
   * The place a cursor names; empty for none and for an unknown one. One beyond the newest change comes from before this
   * store lost its state, so it is unknown: replaying from the start is what tells the client.
   */
  private static OptionalLong position(Call call) {
    String cursor = call.query().text("cursor");
    if (call.faults().staleCursor() || !cursor.matches("evt_[0-9]{1,18}")) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(cursor.substring("evt_".length()));
    List<StoredChange> newest = call.store().changesBefore(Long.MAX_VALUE, 1);
    boolean known = number == 0 || (!newest.isEmpty() && number <= newest.getFirst().number());
    return known ? OptionalLong.of(number) : OptionalLong.empty();
  }

  private static Predicate<StoredChange> filter(Call call) {
    String provider = call.query().text("provider").strip().toLowerCase(Locale.ROOT);
    var visibility = call.visibility();
    return change -> (provider.isEmpty() || provider.equals(Paths.provider(change.path())))
        && visibility.sees(change.path());
  }

  private static void event(JsonGenerator json, StoredChange change, Call call) {
    json.writeStartObject();
    json.writeStringProperty("eventId", change.event());
    json.writeStringProperty("type", switch (change.kind()) {
      case CREATED -> "file.created";
      case UPDATED -> "file.updated";
      case DELETED -> "file.deleted";
    });
    json.writeStringProperty("path", change.path());
    json.writeStringProperty("revision", change.revision());
    change.hash().ifPresent(hash -> json.writeStringProperty("contentHash", FileJson.hash(hash, call.faults())));
    json.writeStringProperty("origin", change.byAgent() ? "agent_write" : "provider_sync");
    Json.optional(json, "provider", Paths.provider(change.path()));
    json.writeStringProperty("correlationId", change.correlationId());
    json.writeStringProperty("timestamp", Json.time(change.at()));
    json.writeEndObject();
  }
}
