package io.cistern.fs.testing;

import io.cistern.fs.disk.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Draws a state as text. */
final class SimListing {
  private static final int SHOWN_BYTES = 40;

  private SimListing() {}

  static SortedMap<String, String> of(SimState state) {
    SortedMap<String, String> tree = new TreeMap<>();
    collect(state, state.get(SimState.ROOT), "", tree);
    return tree;
  }

  private static void collect(SimState state, SimInode directory, String prefix, SortedMap<String, String> into) {
    for (SimEntry entry : directory.entries.values()) {
      SimInode inode = state.get(entry.inode());
      String name = prefix + entry.name();
      into.put(name, describe(inode));
      if (inode.kind == FileKind.DIRECTORY) {
        collect(state, inode, name + "/", into);
      }
    }
  }

  private static String describe(SimInode inode) {
    return switch (inode.kind) {
      case DIRECTORY -> "directory";
      case SYMBOLIC_LINK -> "symbolic link to " + text(inode.content.bytes());
      case OTHER -> "fifo";
      case FILE -> describe(inode.content.bytes());
    };
  }

  private static String describe(byte[] bytes) {
    String text = text(bytes);
    boolean plain = bytes.length <= SHOWN_BYTES && text.chars().allMatch(each -> each >= ' ' && each < 0xfffd);
    if (plain) {
      return "file '" + text + "'";
    }
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return "file of " + bytes.length + " bytes, crc " + Long.toHexString(crc.getValue());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
