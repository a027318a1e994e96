package io.cistern.http.broker;

import io.cistern.domain.budget.FixedWindow;
import io.cistern.domain.probe.Window;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code GET /cistern/usage}: what the account behind a token has left. Ours, beside the contract; costs nothing. */
record UsageAnswer(String account, List<FixedWindow> windows, Instant now) {
  void to(Answer answer) throws IOException {
    answer.json(200, json -> {
      json.writeStartObject();
      json.writeStringProperty("schema", "cistern.usage/1");
      json.writeStringProperty("account", account);
      json.writeNullProperty("plan");
      json.writeArrayPropertyStart("windows");
      windows.forEach(window -> write(json, window.window(now)));
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, Window window) {
    json.writeStartObject();
    json.writeStringProperty("label", window.label());
    json.writeNumberProperty("limit", window.limit());
    json.writeNumberProperty("used", window.used());
    json.writeNumberProperty("remaining", window.remaining());
    json.writeStringProperty("resetsAt", Json.time(window.resetsAt()));
    json.writeEndObject();
  }
}
