package io.cistern.fs.workspace;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The store's diary: one file of frames, each a length, a CRC32C and a record, only ever appended to. A torn last frame
 * is cut when the journal is opened; whoever continues leaves a gap in the numbers then ({@link #wasTorn}). Appended to
 * by one thread at a time, read by many.
 */
final class WorkspaceJournal implements AutoCloseable {
  static final String NAME = "journal";
  static final String NEXT_NAME = "journal.next";

  /** No record comes near it: the longest holds two paths and a client's free texts, which are capped. */
  static final int MAX_FRAME = 1 << 20;

  private final DiskFile file;
  private final boolean torn;
  private volatile long end;

  private WorkspaceJournal(DiskFile file, long end, boolean torn) {
    this.file = file;
    this.end = end;
    this.torn = torn;
  }

  /** Opens the journal, creating it if need be, and gives every whole record to the visitor in order. */
  static WorkspaceJournal open(Disk state, JournalRecord.Header whenNew, Visitor visitor) throws DiskException {
    boolean fresh = state.look(NAME).isEmpty();
    DiskFile file = fresh ? state.create(NAME) : state.openToWrite(NAME);
    if (fresh) {
      state.forceDirectory("");
    }
    JournalReader reader = new JournalReader(file, 0, file.facts().size());
    boolean headed = false;
    for (JournalReader.Positioned at = reader.next(); at != null; at = reader.next()) {
      headed = true;
      visitor.visit(at.offset(), at.record());
    }
    boolean torn = reader.position() < file.facts().size();
    if (torn) {
      file.truncate(reader.position());
    }
    WorkspaceJournal journal = new WorkspaceJournal(file, reader.position(), torn);
    if (!headed) {
      visitor.visit(0, whenNew);
      journal.append(List.of(whenNew));
      journal.force();
    }
    return journal;
  }

  /** A new, empty journal under another name; it must not exist. */
  static WorkspaceJournal create(Disk state, String name) throws DiskException {
    return new WorkspaceJournal(state.create(name), 0, false);
  }

  /** Takes records in the order of the journal. */
  interface Visitor {
    void visit(long offset, JournalRecord record) throws DiskException;
  }

  /** Whether the end had to be cut, so that numbers may be lost that somebody has seen. */
  boolean wasTorn() {
    return torn;
  }

  /** Writes records at the end and tells where each begins. Durable only after {@link #force}. */
  List<Long> append(List<? extends JournalRecord> records) throws DiskException {
    long begin = end;
    List<Long> offsets = new ArrayList<>(records.size());
    ByteArrayOutputStream frames = new ByteArrayOutputStream(256 * records.size());
    for (JournalRecord record : records) {
      offsets.add(begin + frames.size());
      frame(frames, JournalCodec.encode(record));
    }
    file.write(begin, ByteBuffer.wrap(frames.toByteArray()));
    end = begin + frames.size();
    return offsets;
  }

  void force() throws DiskException {
    file.force();
  }

  JournalReader from(long offset) {
    return new JournalReader(file, offset, end);
  }

  @Override
  public void close() {
    file.close();
  }

  private static void frame(ByteArrayOutputStream frames, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    try (DataOutputStream out = new DataOutputStream(frames)) {
      out.writeInt(payload.length);
      out.writeInt((int) crc.getValue());
      out.write(payload);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }
}
