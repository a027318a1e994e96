package io.cistern.fs.testing;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** A name for all that a state holds: whoever works on two states of one name, does and sees the same. */
final class SimFingerprint {
  private final DataOutputStream out;

  private SimFingerprint(DataOutputStream out) {
    this.out = out;
  }

  static String of(SimState state) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DataOutputStream out =
          new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
        new SimFingerprint(out).write(state);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void write(SimState state) throws IOException {
    write(state.options + " " + state.lastNumber() + " " + state.dullEnds + " " + state.pending);
    for (SimInode inode : new TreeMap<>(state.inodes).values()) {
      write(inode);
    }
  }

  private void write(SimInode inode) throws IOException {
    write(inode.kind + " " + inode.dull);
    for (long number : new long[]{inode.number, inode.mode, inode.modified, inode.changed, inode.forcedModified,
        inode.links, inode.reserved, inode.unforced.size()}) {
      out.writeLong(number);
    }
    write(inode.entries);
    write(inode.forcedEntries);
    write(inode.content);
    write(inode.forcedContent);
    for (SimWrite write : inode.unforced) {
      switch (write) {
        case SimWrite.Put put -> {
          out.writeLong(put.position());
          write(put.bytes());
        }
        case SimWrite.Cut(long length) -> out.writeLong(length);
      }
    }
  }

  private void write(Map<String, SimEntry> entries) throws IOException {
    write(new TreeMap<>(entries).toString());
  }

  private void write(SimContent content) throws IOException {
    write(content.bytes());
  }

  private void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
