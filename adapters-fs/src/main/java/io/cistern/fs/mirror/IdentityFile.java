package io.cistern.fs.mirror;

import io.cistern.application.port.MirrorIdentity;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.tree.Failures;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * {@code mirror.json}: a mirror exists when this file does. So it gets its name last, when everything else is there; until
 * then the identity stands under another name, because the log that is made before it carries the mirror's id.
 */
final class IdentityFile {
  /** Written by this version; a mirror of a later format is refused, never guessed at. */
  static final int FORMAT = 1;

  /** Far above what is ever written; a larger file is not ours. */
  private static final int LARGEST = 64 * 1024;

  private static final JsonFactory JSON = new JsonFactory();

  private final Disk disk;

  IdentityFile(Disk disk) {
    this.disk = disk;
  }

  /** The identity; empty where there is no mirror. */
  Optional<MirrorIdentity> read() {
    return read(MirrorLayout.IDENTITY);
  }

  /** The identity of a mirror whose making was cut. */
  Optional<MirrorIdentity> readUnfinished() {
    return read(MirrorLayout.UNFINISHED_IDENTITY);
  }

  private Optional<MirrorIdentity> read(String name) {
    try {
      if (disk.look(name).isEmpty()) {
        return Optional.empty();
      }
      try (DiskFile file = disk.openToRead(name)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.facts().size(), LARGEST));
        long position = 0;
        while (bytes.hasRemaining()) {
          int count = file.read(position, bytes);
          if (count <= 0) {
            break;
          }
          position += count;
        }
        return Optional.of(parse(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)));
      }
    } catch (DiskException failed) {
      if (failed.kind() == DiskException.Kind.NOT_A_DIRECTORY || failed.kind() == DiskException.Kind.NOT_A_FILE) {
        return Optional.empty();
      }
      throw Failures.of(failed);
    }
  }

  /** Writes the identity of a mirror that is about to be made; half a file is never seen. */
  void begin(MirrorIdentity identity, long unique) {
    String temporary = MirrorLayout.temporary(MirrorLayout.IDENTITY, unique);
    try {
      try (DiskFile file = disk.create(temporary)) {
        file.write(0, ByteBuffer.wrap(text(identity).getBytes(StandardCharsets.UTF_8)));
        file.force();
      }
      disk.replace(temporary, MirrorLayout.UNFINISHED_IDENTITY);
      disk.forceDirectory(MirrorLayout.CONTROL);
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  /** The mirror is made: from now on it exists. */
  void finish() {
    try {
      disk.replace(MirrorLayout.UNFINISHED_IDENTITY, MirrorLayout.IDENTITY);
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }

  private static String text(MirrorIdentity identity) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("format", FORMAT);
      json.writeStringProperty("id", identity.id());
      json.writeStringProperty("baseUrl", identity.baseUrl());
      json.writeStringProperty("workspace", identity.workspace().value());
      json.writeStringProperty("root", identity.root());
      json.writeBooleanProperty("foldsCase", identity.folding().letterCase());
      json.writeBooleanProperty("foldsUnicodeForm", identity.folding().unicodeForm());
      json.writeEndObject();
    }
    return text + "\n";
  }

  private static MirrorIdentity parse(String text) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw damaged("it is no JSON object");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        if (json.nextToken().isScalarValue()) {
          fields.put(name, json.getString());
        } else {
          json.skipChildren();
        }
      }
    } catch (JacksonException broken) {
      throw damaged(broken.getOriginalMessage());
    }
    return identity(fields);
  }

  private static MirrorIdentity identity(Map<String, String> fields) {
    String format = required(fields, "format");
    if (!format.equals(Integer.toString(FORMAT))) {
      throw new CisternException(new Failure.MirrorDamaged(
          MirrorLayout.IDENTITY + " has format " + format + ", this version understands " + FORMAT));
    }
    WorkspaceId workspace = WorkspaceId.parse(required(fields, "workspace"))
        .orElseThrow(() -> damaged("its workspace is no workspace id"));
    Folding folding = new Folding(
        Boolean.parseBoolean(required(fields, "foldsCase")),
        Boolean.parseBoolean(required(fields, "foldsUnicodeForm")));
    return new MirrorIdentity(
        required(fields, "id"), required(fields, "baseUrl"), workspace, required(fields, "root"), folding);
  }

  private static String required(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).orElseThrow(() -> damaged("it has no " + name));
  }

  private static CisternException damaged(String why) {
    return new CisternException(new Failure.MirrorDamaged(MirrorLayout.IDENTITY + " cannot be understood: " + why));
  }
}
