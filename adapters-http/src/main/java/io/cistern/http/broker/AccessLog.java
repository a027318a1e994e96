package io.cistern.http.broker;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * A JSON line per request: what it was about and how it ended, never a token, a query or a header. Safe for use by many
 * threads.
 */
final class AccessLog implements AutoCloseable {
  private final OutputStream out;

  private AccessLog(OutputStream out) {
    this.out = out;
  }

  /** Appends to a file; without one, records nothing. */
  static AccessLog to(Optional<Path> file) {
    if (file.isEmpty()) {
      return new AccessLog(OutputStream.nullOutputStream());
    }
    try {
      return new AccessLog(Files.newOutputStream(file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new CisternException(
          new Failure.LocalIo(file.get().toString(), "cannot append to the access log " + file.get()), e);
    }
  }

  /** Best effort: a request is not refused because its line cannot be written. */
  void record(
      Instant at, String method, String endpoint, Optional<String> path, int status, long bytes, long millis) {
    try (ByteArrayOutputStream line = new ByteArrayOutputStream(160)) {
      JsonGenerator json = Json.writer(line);
      json.writeStartObject();
      json.writeStringProperty("time", Json.time(at));
      json.writeStringProperty("method", method);
      json.writeStringProperty("endpoint", endpoint);
      json.writeName("path");
      path.ifPresentOrElse(json::writeString, json::writeNull);
      json.writeNumberProperty("status", status);
      json.writeNumberProperty("bytes", bytes);
      json.writeNumberProperty("ms", millis);
      json.writeEndObject();
      json.flush();
      line.write('\n');
      synchronized (out) {
        out.write(line.toByteArray());
      }
    } catch (IOException e) {
      return;
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      return;
    }
  }
}
