package io.cistern.fs.probe;

import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.probe.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** A reading as JSON, in helpers' lines and in the files that processes share. What comes from outside has bounds. */
final class ReadingText {
  /** No service counts in more windows than a person can read. */
  private static final int MOST_WINDOWS = 32;

  private static final int LONGEST_NAME = 128;

  private ReadingText() {}

  /** Writes the fields of an object that is open. */
  static void write(JsonGenerator json, Reading reading) {
    json.writeStartObject();
    reading.account().ifPresent(account -> json.writeStringProperty("account", account));
    reading.plan().ifPresent(plan -> json.writeStringProperty("plan", plan));
    json.writeStringProperty("status", reading.status().wireName());
    json.writeStringProperty("source", reading.source().wireName());
    json.writeStringProperty("fetchedAt", reading.fetchedAt().toString());
    json.writeArrayPropertyStart("windows");
    for (Window window : reading.windows()) {
      json.writeStartObject();
      json.writeStringProperty("label", window.label());
      json.writeNumberProperty("limit", window.limit());
      json.writeNumberProperty("used", window.used());
      json.writeNumberProperty("remaining", window.remaining());
      json.writeStringProperty("resetsAt", window.resetsAt().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Reads one; empty for what is none. A field that is not known is passed over.
   *
   * @param now when it came: a reading without a time is of now, and none is of the future
   */
  static Optional<Reading> read(JsonNode json, Instant now) {
    Optional<ReadingStatus> status = word(json, "status").isEmpty()
        ? Optional.of(ReadingStatus.AVAILABLE)
        : Arrays.stream(ReadingStatus.values())
            .filter(known -> word(json, "status").equals(Optional.of(known.wireName()))).findFirst();
    Optional<List<Window>> windows = windows(json.path("windows"));
    if (!json.isObject() || status.isEmpty() || windows.isEmpty()) {
      return Optional.empty();
    }
    Instant fetchedAt = time(json, "fetchedAt").filter(at -> !at.isAfter(now)).orElse(now);
    List<Window> said = status.get() == ReadingStatus.AVAILABLE ? windows.get() : List.of();
    return Optional.of(new Reading(
        word(json, "account"), word(json, "plan"), said, fetchedAt, source(json), status.get()));
  }

  private static ReadingSource source(JsonNode json) {
    return Arrays.stream(ReadingSource.values())
        .filter(known -> word(json, "source").equals(Optional.of(known.wireName())))
        .findFirst().orElse(ReadingSource.COMMAND);
  }

  private static Optional<List<Window>> windows(JsonNode list) {
    List<Window> windows = new ArrayList<>();
    if (list.size() > MOST_WINDOWS || !(list.isArray() || list.isMissingNode() || list.isNull())) {
      return Optional.empty();
    }
    for (JsonNode one : list) {
      Optional<Window> window = window(one);
      if (window.isEmpty()) {
        return Optional.empty();
      }
      windows.add(window.get());
    }
    return Optional.of(windows);
  }

  /** Label, limit and reset have to be there, and one of what is used and what remains; the other follows. */
  private static Optional<Window> window(JsonNode one) {
    Optional<String> label = word(one, "label");
    Optional<Long> limit = count(one, "limit");
    Optional<Long> used = count(one, "used");
    Optional<Long> remaining = count(one, "remaining");
    Optional<Instant> resetsAt = time(one, "resetsAt");
    if (label.isEmpty() || limit.isEmpty() || resetsAt.isEmpty() || (used.isEmpty() && remaining.isEmpty())) {
      return Optional.empty();
    }
    if (used.isPresent() && remaining.isPresent()) {
      return Optional.of(new Window(label.get(), limit.get(), used.get(), remaining.get(), resetsAt.get()));
    }
    return Optional.of(used.isPresent()
        ? Window.used(label.get(), limit.get(), used.get(), resetsAt.get())
        : Window.remaining(label.get(), limit.get(), remaining.orElse(0L), resetsAt.get()));
  }

  private static Optional<Long> count(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0
        ? Optional.of(value.asLong())
        : Optional.empty();
  }

  /** A short text without control characters, which could steer a terminal. */
  private static Optional<String> word(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isString() && !value.asString().isBlank() && value.asString().length() <= LONGEST_NAME
        && value.asString().codePoints().noneMatch(Character::isISOControl)
            ? Optional.of(value.asString())
            : Optional.empty();
  }

  private static Optional<Instant> time(JsonNode json, String name) {
    try {
      return word(json, name).map(Instant::parse);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
