package io.cistern.fs.workspace;

import io.cistern.application.port.Semantics;
import io.cistern.application.port.WorkspaceStore.ContentIdentity;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a journal record as bytes and reads it back. */
final class JournalCodec {
  private static final int HEADER = 1;
  private static final int CHANGED = 2;
  private static final int SETTLED = 3;
  private static final int CARRIED = 4;
  private static final int PAST = 5;

  private JournalCodec() {}

  static byte[] encode(JournalRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      switch (record) {
        case JournalRecord.Header(String storeId, long next) -> {
          out.writeByte(HEADER);
          text(out, storeId);
          out.writeLong(next);
        }
        case JournalRecord.Changed(StoredChange change, Optional<FileEntry> file, String staged) -> {
          out.writeByte(CHANGED);
          change(out, change);
          file(out, file);
          text(out, staged);
          semantics(out, file);
        }
        case JournalRecord.Settled(WorkspacePath path, Optional<Memo> memo) -> {
          out.writeByte(SETTLED);
          text(out, path.value());
          memo(out, memo);
        }
        case JournalRecord.Carried(FileEntry file) -> {
          out.writeByte(CARRIED);
          file(out, Optional.of(file));
          semantics(out, Optional.of(file));
        }
        case JournalRecord.Past(StoredChange change) -> {
          out.writeByte(PAST);
          change(out, change);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encode} wrote; anything else, such as another version's record, is an {@link IOException}. */
  static JournalRecord decode(byte[] payload) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case HEADER -> new JournalRecord.Header(text(in), in.readLong());
      case CHANGED -> {
        StoredChange change = change(in);
        Optional<FileEntry> file = file(in);
        String staged = text(in);
        Semantics said = semantics(in);
        yield new JournalRecord.Changed(change, file.map(entry -> entry.withSemantics(said)), staged);
      }
      case SETTLED -> new JournalRecord.Settled(path(in), memo(in));
      case CARRIED -> {
        FileEntry file = file(in).orElseThrow(() -> new IOException("a carried file is empty"));
        yield new JournalRecord.Carried(file.withSemantics(semantics(in)));
      }
      case PAST -> new JournalRecord.Past(change(in));
      default -> throw new IOException("unknown record kind " + kind);
    };
  }

  private static void change(DataOutputStream out, StoredChange change) throws IOException {
    out.writeLong(change.number());
    out.writeByte(code(change.kind()));
    text(out, change.path());
    hash(out, change.hash());
    text(out, change.contentType());
    out.writeBoolean(change.byAgent());
    text(out, change.correlationId());
    out.writeBoolean(change.identity().isPresent());
    if (change.identity().isPresent()) {
      ContentIdentity identity = change.identity().get();
      text(out, identity.kind());
      text(out, identity.key());
      out.writeLong(identity.ttl().toSeconds());
    }
    instant(out, change.at());
  }

  private static StoredChange change(DataInputStream in) throws IOException {
    return new StoredChange(
        in.readLong(),
        kind(in.readUnsignedByte()),
        text(in),
        hash(in),
        text(in),
        in.readBoolean(),
        text(in),
        in.readBoolean()
            ? Optional.of(new ContentIdentity(text(in), text(in), Duration.ofSeconds(in.readLong())))
            : Optional.empty(),
        instant(in));
  }

  private static int code(StoredChange.Kind kind) {
    return switch (kind) {
      case CREATED -> 1;
      case UPDATED -> 2;
      case DELETED -> 3;
    };
  }

  private static StoredChange.Kind kind(int code) throws IOException {
    return switch (code) {
      case 1 -> StoredChange.Kind.CREATED;
      case 2 -> StoredChange.Kind.UPDATED;
      case 3 -> StoredChange.Kind.DELETED;
      default -> throw new IOException("unknown kind of change " + code);
    };
  }

  private static void file(DataOutputStream out, Optional<FileEntry> file) throws IOException {
    out.writeBoolean(file.isPresent());
    if (file.isPresent()) {
      FileEntry entry = file.get();
      text(out, entry.path().value());
      out.writeLong(entry.number());
      hash(out, Optional.of(entry.hash()));
      out.writeLong(entry.size());
      out.writeBoolean(entry.base64());
      text(out, entry.contentType());
      instant(out, entry.editedAt());
      memo(out, Optional.of(entry.memo()));
    }
  }

  private static Optional<FileEntry> file(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return Optional.empty();
    }
    return Optional.of(
        new FileEntry(
            path(in),
            in.readLong(),
            hash(in).orElseThrow(() -> new IOException("a file has no hash")),
            in.readLong(),
            in.readBoolean(),
            text(in).intern(),
            instant(in),
            Semantics.NONE,
            memo(in).orElseThrow(() -> new IOException("a file has no memo"))));
  }

  /** At the end of a record and only where something was said, as most files have none. */
  private static void semantics(DataOutputStream out, Optional<FileEntry> file) throws IOException {
    Semantics said = file.map(FileEntry::semantics).orElse(Semantics.NONE);
    if (!said.isEmpty()) {
      out.writeInt(said.properties().size());
      for (Map.Entry<String, String> property : said.properties().entrySet()) {
        text(out, property.getKey());
        text(out, property.getValue());
      }
      texts(out, said.relations());
      texts(out, said.permissions());
      texts(out, said.comments());
    }
  }

  private static Semantics semantics(DataInputStream in) throws IOException {
    if (in.available() == 0) {
      return Semantics.NONE;
    }
    Map<String, String> properties = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      properties.put(text(in), text(in));
    }
    return new Semantics(properties, texts(in), texts(in), texts(in));
  }

  private static void texts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      text(out, text);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(text(in));
    }
    return texts;
  }

  private static void memo(DataOutputStream out, Optional<Memo> memo) throws IOException {
    out.writeBoolean(memo.isPresent());
    if (memo.isPresent()) {
      out.writeLong(memo.get().inode());
      out.writeLong(memo.get().size());
      out.writeLong(memo.get().modified());
      out.writeLong(memo.get().changed());
      out.writeBoolean(memo.get().racy());
    }
  }

  private static Optional<Memo> memo(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? Optional.of(new Memo(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readBoolean()))
        : Optional.empty();
  }

  private static void hash(DataOutputStream out, Optional<ContentHash> hash) throws IOException {
    out.writeBoolean(hash.isPresent());
    if (hash.isPresent()) {
      out.writeLong(hash.get().a());
      out.writeLong(hash.get().b());
      out.writeLong(hash.get().c());
      out.writeLong(hash.get().d());
    }
  }

  private static Optional<ContentHash> hash(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? Optional.of(new ContentHash(in.readLong(), in.readLong(), in.readLong(), in.readLong()))
        : Optional.empty();
  }

  private static void instant(DataOutputStream out, Instant at) throws IOException {
    out.writeLong(at.getEpochSecond());
    out.writeInt(at.getNano());
  }

  private static Instant instant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  private static WorkspacePath path(DataInputStream in) throws IOException {
    String text = text(in);
    return WorkspacePath.parse(text).orElseThrow(() -> new IOException("not a workspace path: " + text));
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text is longer than its record");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
