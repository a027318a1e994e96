package io.cistern.fs.testing;

import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.disk.FileKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file, directory or anything else that has names: as programs see it, and as the disk has it. */
final class SimInode {
  static final int OWNER = 0;

  final long number;
  final FileKind kind;

  /** For directories: what each name leads to, by folded name. */
  final Map<String, SimEntry> entries = new HashMap<>();

  /** The same, as far as it was forced. */
  final Map<String, SimEntry> forcedEntries = new HashMap<>();

  /** Changes of the bytes since they were last forced, in order. */
  final List<SimWrite> unforced = new ArrayList<>();

  SimContent content = SimContent.EMPTY;
  SimContent forcedContent = SimContent.EMPTY;
  int mode;
  long modified;
  long changed;
  long forcedModified;
  int links;

  /** Whether it comes back from a power cut as written, because nobody wants to try the other ways. */
  boolean dull;

  int writers;
  long reserved;

  SimInode(long number, FileKind kind, int mode, long now) {
    this.number = number;
    this.kind = kind;
    this.mode = mode;
    this.modified = now;
    this.changed = now;
    this.forcedModified = now;
  }

  /** As it is, but nobody has it open. */
  SimInode copy() {
    SimInode copy = new SimInode(number, kind, mode, changed);
    copy.entries.putAll(entries);
    copy.forcedEntries.putAll(forcedEntries);
    copy.unforced.addAll(unforced);
    copy.content = content;
    copy.forcedContent = forcedContent;
    copy.modified = modified;
    copy.forcedModified = forcedModified;
    copy.links = links;
    copy.reserved = reserved;
    copy.dull = dull;
    return copy;
  }

  /** As it comes back after a power cut, without names. */
  SimInode survivor(SimContent bytes) {
    SimInode copy = new SimInode(number, kind, mode, changed);
    boolean old = !unforced.isEmpty() && bytes.sameAs(forcedContent);
    copy.content = bytes;
    copy.forcedContent = bytes;
    copy.modified = old ? forcedModified : modified;
    copy.forcedModified = copy.modified;
    copy.dull = dull;
    return copy;
  }

  void change(SimWrite write, long now) {
    content = write.on(content);
    unforced.add(write);
    modified = now;
    changed = now;
  }

  void force() {
    for (SimWrite write : unforced) {
      forcedContent = write.on(forcedContent);
    }
    unforced.clear();
    forcedModified = modified;
  }

  /** The system gives up on what it could not write, and takes it for written. */
  void loseUnforced() {
    unforced.clear();
  }

  FileFacts facts() {
    long size = kind == FileKind.FILE ? content.length() : 0;
    return new FileFacts(kind, number, size, modified, changed, mode, OWNER, Math.max(1, links), modified);
  }
}
