package io.cistern.cli.output;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/** Properties of JSON results that a generator has no method for. */
public final class Fields {
  private Fields() {}

  /** The text, or null. */
  public static void optional(JsonGenerator json, String name, Optional<String> text) {
    if (text.isPresent()) {
      json.writeStringProperty(name, text.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  /** The number, or null. */
  public static void optional(JsonGenerator json, String name, OptionalLong number) {
    if (number.isPresent()) {
      json.writeNumberProperty(name, number.getAsLong());
    } else {
      json.writeNullProperty(name);
    }
  }

  /** The moment in RFC 3339, UTC, or null. */
  public static void time(JsonGenerator json, String name, Optional<Instant> moment) {
    optional(json, name, moment.map(Instant::toString));
  }
}
