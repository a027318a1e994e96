package io.cistern.it.hostile;

import io.cistern.application.testing.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Answers of the contract as text, for any names, those among them that no text can hold. */
final class Wire {
  private Wire() {}

  /** A file row of a listing. */
  static String row(String path, String text) {
    return row(path, "rev_1", text);
  }

  static String row(String path, String revision, String text) {
    return "{\"path\":" + quoted(path) + ",\"type\":\"file\",\"revision\":" + quoted(revision) + ",\"contentHash\":\""
        + Hashes.of(text) + "\",\"size\":" + text.getBytes(StandardCharsets.UTF_8).length + "}";
  }

  /** A directory row of a listing. */
  static String directory(String path) {
    return "{\"path\":" + quoted(path) + ",\"type\":\"dir\",\"revision\":\"dir\"}";
  }

  static String page(List<String> rows, Optional<String> next) {
    return "{\"path\":\"/\",\"entries\":[" + String.join(",", rows) + "],\"nextCursor\":"
        + next.map(Wire::quoted).orElse("null") + "}";
  }

  /** The answer to a read. */
  static String file(String path, String text) {
    return file(path, "rev_1", text, Hashes.of(text).hex());
  }

  static String file(String path, String revision, String text, String hash) {
    return "{\"path\":" + quoted(path) + ",\"revision\":" + quoted(revision) + ",\"contentHash\":\"" + hash
        + "\",\"contentType\":\"text/plain\",\"content\":" + quoted(text) + ",\"semantics\":{}}";
  }

  /** A JSON string in ASCII, so that half a surrogate pair can be sent as well. */
  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars().forEach(unit -> {
      boolean plain = unit >= ' ' && unit < 0x7f && unit != '"' && unit != '\\';
      json.append(plain ? String.valueOf((char) unit) : "\\u%04x".formatted(unit));
    });
    return json.append('"').toString();
  }
}
