package io.cistern.http.wire;

import io.cistern.application.port.Spool;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.IOUtils;

/**
 * Reads one file object (contract 6), whatever the order of its fields.
 *
 * <p>A large body is handed on while it arrives when all that is needed to judge it came before it: path, revision,
 * hash, and {@code encoding} base64, which alone cannot be contradicted later because no field may come twice. Text may
 * still turn out to be base64, so large text is kept in the spool until the object ends. One thread, one object.
 */
final class FileObjectReader {
  private final JsonInput json;
  private final WireLimits limits;
  private final Spool spool;
  private final Set<String> seen = new HashSet<>();
  private Optional<String> path = Optional.empty();
  private Optional<Revision> revision = Optional.empty();
  private Optional<ContentHash> hash = Optional.empty();
  private Optional<Instant> editedAt = Optional.empty();
  private boolean base64;
  private HeldText held = HeldText.empty();

  FileObjectReader(JsonInput json, WireLimits limits, Spool spool) {
    this.json = json;
    this.limits = limits;
    this.spool = spool;
  }

  /**
   * Reads to the object's end, or to a body that is handed on while it arrives.
   *
   * @param afterwards runs when the object has ended, maybe only while the body is read
   * @param release runs when the file is closed
   */
  ReceivedFile read(StreamedBody.Tail afterwards, Runnable release) throws IOException {
    boolean read = false;
    try {
      json.enterObject("a file");
      while (json.nextField()) {
        Optional<InputStream> live = field();
        if (live.isPresent()) {
          read = true;
          return new ReceivedFile(header(), new StreamedBody(live.get(), () -> {
            rest();
            afterwards.read();
          }), release);
        }
      }
      afterwards.read();
      ReceivedFile.Header header = header();
      HeldText text = held;
      InputStream opened = text.open();
      ReceivedFile file = new ReceivedFile(header, decoded(opened, text), () -> {
        IOUtils.closeQuietly(opened);
        text.close();
        release.run();
      });
      read = true;
      return file;
    } finally {
      if (!read) {
        held.close();
      }
    }
  }

  /** What is in memory is decoded at once, so that bad base64 is an answer and not a surprise. */
  private InputStream decoded(InputStream opened, HeldText text) throws IOException {
    if (!base64) {
      return opened;
    }
    Base64Input bytes = new Base64Input(opened);
    return text instanceof HeldText.InMemory ? new ByteArrayInputStream(bytes.readAllBytes()) : bytes;
  }

  private void rest() throws IOException {
    while (json.nextField()) {
      field();
    }
  }

  private ReceivedFile.Header header() throws BrokenAnswer {
    return new ReceivedFile.Header(
        path.orElseThrow(() -> BrokenAnswer.malformed("path is missing")),
        revision.orElseThrow(() -> BrokenAnswer.malformed("revision is missing")), hash, editedAt);
  }

  /** Takes a field; the body, where it is handed on live. */
  private Optional<InputStream> field() throws IOException {
    String name = json.name();
    switch (name) {
      case "path" -> path = Optional.of(once(name).text(name));
      case "revision" -> revision = once(name).optionalText(name).map(Revision::new);
      case "contentHash" -> hash = hash(once(name).optionalText(name));
      case "lastEditedAt" -> editedAt = WireTime.parse(once(name).optionalText(name));
      case "encoding" -> base64 = isBase64(once(name).optionalText(name));
      case "content" -> {
        return content(once(name));
      }
      default -> json.skip();
    }
    return Optional.empty();
  }

  private Optional<InputStream> content(JsonInput value) throws IOException {
    if (value.isNull()) {
      return Optional.empty();
    }
    InputStream text = new BoundedInput(value.divert("content"), "content", limits.file());
    byte[] start = text.readNBytes(limits.inMemory());
    if (start.length < limits.inMemory()) {
      held = new HeldText.InMemory(start);
      return Optional.empty();
    }
    if (base64 && path.isPresent() && revision.isPresent() && hash.isPresent()) {
      InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), text);
      return Optional.of(new Base64Input(whole));
    }
    held = HeldText.spooled(start, text, spool);
    return Optional.empty();
  }

  private JsonInput once(String name) throws BrokenAnswer {
    if (!seen.add(name)) {
      throw BrokenAnswer.malformed(name + " is said twice");
    }
    return json;
  }

  private static Optional<ContentHash> hash(Optional<String> said) throws BrokenAnswer {
    Optional<ContentHash> parsed = said.flatMap(ContentHash::parse);
    if (said.isPresent() && parsed.isEmpty()) {
      throw BrokenAnswer.malformed("contentHash is not a SHA-256 in hex");
    }
    return parsed;
  }

  private static boolean isBase64(Optional<String> encoding) throws BrokenAnswer {
    return switch (encoding.orElse("").toLowerCase(Locale.ROOT)) {
      case "", "utf-8", "utf8" -> false;
      case "base64" -> true;
      default -> throw BrokenAnswer.malformed("encoding is not one of the contract");
    };
  }
}
