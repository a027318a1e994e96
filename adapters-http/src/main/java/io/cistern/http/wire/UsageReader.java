package io.cistern.http.wire;

import io.cistern.domain.probe.Window;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code cistern.usage/1}. One thread, one document. */
final class UsageReader {
  private static final String SCHEMA = "cistern.usage/1";

  /** No account has so many limits. */
  private static final int MOST_WINDOWS = 64;

  private static final int LONGEST_TEXT = 200;

  private final JsonInput json;
  private final List<Window> windows = new ArrayList<>();

  UsageReader(JsonInput json) {
    this.json = json;
  }

  ReceivedUsage read() throws IOException {
    json.enterObject("the usage");
    boolean known = false;
    Optional<String> account = Optional.empty();
    Optional<String> plan = Optional.empty();
    while (json.nextField()) {
      switch (json.name()) {
        case "schema" -> known = json.text("schema").equals(SCHEMA);
        case "account" -> account = plain(json.optionalText("account"));
        case "plan" -> plan = plain(json.optionalText("plan"));
        case "windows" -> windows();
        default -> json.skip();
      }
    }
    json.end();
    if (!known) {
      throw BrokenAnswer.malformed("the usage is not " + SCHEMA);
    }
    return new ReceivedUsage(account, plan, windows);
  }

  private void windows() throws IOException {
    json.enterList("windows");
    while (json.nextElement()) {
      if (windows.size() >= MOST_WINDOWS) {
        throw BrokenAnswer.malformed("windows are too many");
      }
      windows.add(window());
    }
  }

  private Window window() throws IOException {
    json.enterObject("a window");
    Optional<String> label = Optional.empty();
    OptionalLong limit = OptionalLong.empty();
    OptionalLong used = OptionalLong.empty();
    OptionalLong remaining = OptionalLong.empty();
    Optional<Instant> resetsAt = Optional.empty();
    while (json.nextField()) {
      switch (json.name()) {
        case "label" -> label = plain(json.optionalText("label"));
        case "limit" -> limit = json.optionalCount("limit");
        case "used" -> used = json.optionalCount("used");
        case "remaining" -> remaining = json.optionalCount("remaining");
        case "resetsAt" -> resetsAt = WireTime.parse(json.optionalText("resetsAt"));
        default -> json.skip();
      }
    }
    if (label.isEmpty() || limit.isEmpty() || resetsAt.isEmpty() || (used.isEmpty() && remaining.isEmpty())) {
      throw BrokenAnswer.malformed("a window has no label, limit, use or end");
    }
    long most = limit.getAsLong();
    long left = remaining.orElse(0);
    if (used.isEmpty()) {
      return Window.remaining(label.get(), most, left, resetsAt.get());
    }
    return remaining.isEmpty()
        ? Window.used(label.get(), most, used.getAsLong(), resetsAt.get())
        : new Window(label.get(), most, used.getAsLong(), left, resetsAt.get());
  }

  private static Optional<String> plain(Optional<String> text) {
    return text.map(said -> PlainText.of(said, LONGEST_TEXT));
  }
}
