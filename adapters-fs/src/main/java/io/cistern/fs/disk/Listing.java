package io.cistern.fs.disk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads the names in an open directory as the bytes that they are. */
final class Listing {
  private static final int LENGTH_AT = 16;
  private static final int TYPE_AT = 18;
  private static final int NAME_AT = 19;

  private final Libc libc;
  private final int number;
  private final String directory;

  Listing(Libc libc, int number, String directory) {
    this.libc = libc;
    this.number = number;
    this.directory = directory;
  }

  List<DirectoryEntry> read(Scratch scratch) throws DiskException {
    List<DirectoryEntry> entries = new ArrayList<>();
    MemorySegment data = scratch.data();
    while (true) {
      long got = libc.call(
          scratch, libc.machine().getdents64(), number, data.address(), Scratch.DATA_BYTES);
      if (got < 0) {
        throw Errno.failure(got, "list", directory);
      }
      if (got == 0) {
        return entries;
      }
      collect(scratch, data.asSlice(0, got), entries);
    }
  }

  private void collect(Scratch scratch, MemorySegment records, List<DirectoryEntry> into) throws DiskException {
    long at = 0;
    while (at < records.byteSize()) {
      int length = Short.toUnsignedInt(records.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + LENGTH_AT));
      byte[] name = name(records, at + NAME_AT);
      if (!isDots(name)) {
        into.add(entry(scratch, name, records.get(ValueLayout.JAVA_BYTE, at + TYPE_AT)));
      }
      at += length;
    }
  }

  private DirectoryEntry entry(Scratch scratch, byte[] name, byte type) throws DiskException {
    FileKind kind = switch (type) {
      case 8 -> FileKind.FILE;
      case 4 -> FileKind.DIRECTORY;
      case 10 -> FileKind.SYMBOLIC_LINK;
      case 0 -> ask(scratch, name);
      default -> FileKind.OTHER;
    };
    return entry(name, kind);
  }

  /** In hex where the bytes are not UTF-8. */
  static DirectoryEntry entry(byte[] name, FileKind kind) {
    try {
      return new DirectoryEntry(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString(), true, kind);
    } catch (CharacterCodingException notText) {
      return new DirectoryEntry(HexFormat.of().formatHex(name), false, kind);
    }
  }

  /** For file systems whose listings do not say. A name that has gone meanwhile is as good as something else. */
  private FileKind ask(Scratch scratch, byte[] name) throws DiskException {
    try {
      return new Leaves(libc).look(scratch, number, name, directory).kind();
    } catch (DiskException failed) {
      if (failed.kind() == DiskException.Kind.NOT_FOUND) {
        return FileKind.OTHER;
      }
      throw failed;
    }
  }

  private static byte[] name(MemorySegment records, long begin) {
    long end = begin;
    while (records.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    return records.asSlice(begin, end - begin).toArray(ValueLayout.JAVA_BYTE);
  }

  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }
}
