package io.cistern.http.wire;

import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.EventPage;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspaceEvent;
import io.cistern.domain.workspace.WorkspaceEvent.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one page of the event feed (contract 7.8). One thread, one page. */
final class EventPageReader {
  private final JsonInput json;
  private final int mostEvents;
  private final List<WorkspaceEvent> events = new ArrayList<>();

  EventPageReader(JsonInput json, int mostEvents) {
    this.json = json;
    this.mostEvents = mostEvents;
  }

  EventPage read() throws IOException {
    boolean more = false;
    Set<String> seen = new HashSet<>();
    json.enterObject("the event page");
    while (json.nextField()) {
      String name = json.name();
      switch (name) {
        case "events" -> events();
        case "nextCursor" -> more = json.optionalText(name).isPresent();
        default -> {
          json.skip();
          continue;
        }
      }
      if (!seen.add(name)) {
        throw BrokenAnswer.malformed(name + " is said twice");
      }
    }
    if (!seen.contains("events")) {
      throw BrokenAnswer.malformed("events is missing");
    }
    json.end();
    return new EventPage(events, more);
  }

  private void events() throws IOException {
    if (json.isNull()) {
      return;
    }
    json.enterList("events");
    while (json.nextElement()) {
      if (events.size() == mostEvents) {
        throw BrokenAnswer.overLimit("events has more than " + mostEvents + " rows");
      }
      events.add(new Row().read());
    }
  }

  /** One event while it is read. */
  private final class Row {
    private Optional<String> id = Optional.empty();
    private Optional<String> type = Optional.empty();
    private Optional<String> path = Optional.empty();
    private Optional<Revision> revision = Optional.empty();
    private Optional<ContentHash> hash = Optional.empty();
    private Optional<String> provider = Optional.empty();
    private Optional<String> origin = Optional.empty();
    private Optional<String> correlation = Optional.empty();
    private Optional<Instant> at = Optional.empty();
    private final Set<String> seen = new HashSet<>();

    private WorkspaceEvent read() throws IOException {
      json.enterObject("an element of events");
      while (json.nextField()) {
        field(json.name());
      }
      String cursor = id.orElseThrow(() -> BrokenAnswer.malformed("events.eventId is missing"));
      Kind kind = kind(type.orElseThrow(() -> BrokenAnswer.malformed("events.type is missing")));
      if (kind != Kind.OTHER && path.isEmpty()) {
        throw BrokenAnswer.malformed("events.path is missing");
      }
      return new WorkspaceEvent(
          new EventCursor(cursor), kind, path.orElse(""), revision, hash, provider, origin.orElse(""),
          correlation.orElse(""), at.orElse(Instant.EPOCH));
    }

    private void field(String name) throws IOException {
      switch (name) {
        case "eventId" -> id = json.optionalText("events.eventId");
        case "type" -> type = json.optionalText("events.type");
        case "path" -> path = json.optionalText("events.path");
        case "revision" -> revision = json.optionalText("events.revision").map(Revision::new);
        case "contentHash" -> hash = json.optionalText("events.contentHash").flatMap(ContentHash::parse);
        case "provider" -> provider = json.optionalText("events.provider");
        case "origin" -> origin = json.optionalText("events.origin");
        case "correlationId" -> correlation = json.optionalText("events.correlationId");
        case "timestamp" -> at = WireTime.parse(json.optionalText("events.timestamp"));
        default -> {
          json.skip();
          return;
        }
      }
      if (!seen.add(name)) {
        throw BrokenAnswer.malformed("events." + name + " is said twice");
      }
    }

    private static Kind kind(String type) {
      return switch (type) {
        case "file.created" -> Kind.CREATED;
        case "file.updated" -> Kind.UPDATED;
        case "file.deleted" -> Kind.DELETED;
        default -> Kind.OTHER;
      };
    }
  }
}
