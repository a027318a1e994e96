package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.http.broker.chaos.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonGenerator;

/** A file with its content, as file reads and exports carry it (contract 6). */
final class FileJson {
  private FileJson() {}

  /** Writes the object; long content is streamed, with its encoding before it. */
  static void write(JsonGenerator json, StoredFile file, InputStream body, Faults faults) throws IOException {
    json.writeStartObject();
    json.writeStringProperty("path", file.path().value());
    json.writeStringProperty("revision", file.revision().value());
    json.writeStringProperty("contentHash", hash(file.hash(), faults));
    json.writeStringProperty("contentType", file.contentType());
    if (file.base64()) {
      json.writeStringProperty("encoding", "base64");
    }
    json.writeName("content");
    if (faults.empty()) {
      json.writeString("");
    } else if (file.base64()) {
      json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, body, -1);
    } else {
      json.writeString(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
    Json.optional(json, "provider", Paths.provider(file.path().value()));
    json.writeStringProperty("lastEditedAt", Json.time(file.editedAt()));
    json.writeName("semantics");
    SemanticsJson.write(json, file.semantics());
    json.writeEndObject();
  }

  /** Characters of the content as it travels. */
  static long storedSize(StoredFile file) {
    return file.base64() ? (file.size() + 2) / 3 * 4 : file.size();
  }

  static String hash(ContentHash hash, Faults faults) {
    return (faults.wrongHash() ? new ContentHash(~hash.a(), hash.b(), hash.c(), hash.d()) : hash).hex();
  }
}
