package io.cistern.fs.testing;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskName;
import io.cistern.fs.disk.FileKind;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds names in a {@link SimState} and binds them, as a file system does under one big lock. */
final class SimNames {
  private static final int LONGEST_WITHOUT_COUNTING = DiskName.LONGEST_SEGMENT / 3;

  private final SimState state;

  SimNames(SimState state) {
    this.state = state;
  }

  /**
   * A name whose directory exists.
   *
   * @param entry what it leads to, if anything
   */
  record Found(SimInode directory, String key, DiskName name, Optional<SimEntry> entry) {
    String whole() {
      return name.whole();
    }
  }

  /** Finds the directory of a name, which is not the root, and what the name leads to. */
  Found find(String step, String name) throws DiskException {
    DiskName parsed = DiskName.below(step, name);
    SimInode at = state.get(SimState.ROOT);
    for (String segment : parsed.directorySegments()) {
      Optional<SimEntry> entry = Optional.ofNullable(at.entries.get(key(step, name, segment)));
      if (entry.isEmpty()) {
        throw new DiskException(Kind.NOT_FOUND, step, name, "no such directory on the way");
      }
      at = state.get(entry.get().inode());
      if (at.kind != FileKind.DIRECTORY) {
        throw new DiskException(Kind.NOT_A_DIRECTORY, step, name, "not a directory on the way");
      }
    }
    String key = key(step, name, parsed.leaf());
    return new Found(at, key, parsed, Optional.ofNullable(at.entries.get(key)));
  }

  /** What a name leads to; of kind NOT_FOUND when to nothing. */
  SimInode inode(String step, String name) throws DiskException {
    if (name.isEmpty()) {
      return state.get(SimState.ROOT);
    }
    return inode(step, find(step, name));
  }

  SimInode inode(String step, Found found) throws DiskException {
    SimEntry entry = found.entry().orElseThrow(
        () -> new DiskException(Kind.NOT_FOUND, step, found.whole(), "no such file or directory"));
    return state.get(entry.inode());
  }

  SimInode file(String step, String name) throws DiskException {
    SimInode inode = inode(step, find(step, name));
    if (inode.kind != FileKind.FILE) {
      throw new DiskException(Kind.NOT_A_FILE, step, name, "not a regular file");
    }
    return inode;
  }

  SimInode directory(String step, String name) throws DiskException {
    SimInode inode = inode(step, name);
    if (inode.kind != FileKind.DIRECTORY) {
      throw new DiskException(Kind.NOT_A_DIRECTORY, step, name, "not a directory");
    }
    return inode;
  }

  void requireFree(String step, Found found) throws DiskException {
    if (found.entry().isPresent()) {
      throw new DiskException(Kind.EXISTS, step, found.whole(), "exists already");
    }
  }

  static NameChange.Binding bind(Found found, SimInode inode) {
    return new NameChange.Binding(
        found.directory().number, found.key(), Optional.of(new SimEntry(found.name().leaf(), true, inode.number)));
  }

  static NameChange.Binding unbind(Found found) {
    return new NameChange.Binding(found.directory().number, found.key(), Optional.empty());
  }

  static NameChange change(String what, NameChange.Binding... bindings) {
    return new NameChange(what, List.of(bindings), false);
  }

  private String key(String step, String name, String segment) throws DiskException {
    if (segment.length() > LONGEST_WITHOUT_COUNTING
        && segment.getBytes(StandardCharsets.UTF_8).length > DiskName.LONGEST_SEGMENT) {
      throw new DiskException(Kind.NAME_TOO_LONG, step, name, "name too long");
    }
    if (segment.chars().anyMatch(each -> Character.isSurrogate((char) each))
        && !StandardCharsets.UTF_8.newEncoder().canEncode(segment)) {
      throw new DiskException(Kind.OTHER, step, name, "not text");
    }
    String key = state.options.foldsUnicodeForm() ? Normalizer.normalize(segment, Normalizer.Form.NFC) : segment;
    return state.options.foldsCase() ? key.toLowerCase(Locale.ROOT) : key;
  }
}
