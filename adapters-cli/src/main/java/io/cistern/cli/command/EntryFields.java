package io.cistern.cli.command;

import io.cistern.cli.output.Fields;
import io.cistern.domain.manifest.PathEntry;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** What the manifest holds of a path, as JSON properties. */
final class EntryFields {
  private EntryFields() {}

  static void write(JsonGenerator json, PathEntry entry) {
    json.writeStringProperty("state", entry.state().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("size", entry.size());
    Fields.optional(json, "revision", entry.revision().map(Object::toString));
    Fields.optional(json, "contentHash", entry.hash().map(Object::toString));
    Fields.time(json, "updatedAt", entry.updatedAt());
    Fields.optional(json, "reason", entry.reason());
  }
}
