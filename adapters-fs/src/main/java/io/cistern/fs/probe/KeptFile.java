package io.cistern.fs.probe;

import io.cistern.domain.probe.Reading;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file that holds the last reading of a target. It is replaced as a whole and never forced: after a power cut it is
 * an old reading, none, or something that is read as none.
 */
final class KeptFile {
  private static final int MOST_BYTES = 256 * 1024;
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Disk disk;

  KeptFile(Disk disk) {
    this.disk = disk;
  }

  /**
   * What is kept.
   *
   * @param drops how often the target was dropped; whoever began before the last time keeps nothing
   * @param credential the fingerprint that the reading was asked with; empty text where there is none
   */
  record Kept(long drops, String credential, Optional<Reading> reading) {}

  /** Empty for a file that is not there, or is none of ours. */
  Optional<Kept> read(String name) {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    try (DiskFile file = disk.openToRead(name + ".json")) {
      int n = 0;
      while (bytes.hasRemaining() && n >= 0) {
        n = file.read(bytes.position(), bytes);
      }
      JsonNode json = MAPPER.readTree(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
      return Optional.of(new Kept(
          json.path("drops").asLong(0), json.path("credential").asString(""),
          // Its own time as it stands: where the clock was set back since, it must not look like an answer of now.
          ReadingText.read(json.path("reading"), Instant.MAX)));
    } catch (DiskException | JacksonException _) {
      return Optional.empty();
    }
  }

  /** Replaces it. The caller holds the target's lock, so the name in between is nobody else's. */
  void write(String name, Kept kept) throws DiskException {
    String fresh = name + ".new";
    try {
      disk.unlink(fresh); // of somebody who was killed here
    } catch (DiskException absent) {
      if (absent.kind() != DiskException.Kind.NOT_FOUND) {
        throw absent;
      }
    }
    try (DiskFile file = disk.create(fresh)) {
      file.write(0, StandardCharsets.UTF_8.encode(text(kept)));
    }
    disk.replace(fresh, name + ".json");
  }

  private static String text(Kept kept) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("version", 1);
      json.writeNumberProperty("drops", kept.drops());
      json.writeStringProperty("credential", kept.credential());
      if (kept.reading().isPresent()) {
        json.writeName("reading");
        ReadingText.write(json, kept.reading().get());
      }
      json.writeEndObject();
    }
    return text + "\n";
  }
}
