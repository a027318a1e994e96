package io.cistern.fs.log;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.util.Arrays;
import java.util.Optional;

/** The entries of one block of a checkpoint, names unpacked. */
final class Block {
  private final byte[][] names;
  private final byte[] bytes;
  private final int[] bodyAt;

  private Block(byte[][] names, byte[] bytes, int[] bodyAt) {
    this.names = names;
    this.bytes = bytes;
    this.bodyAt = bodyAt;
  }

  /** Where a block lies, from the index. */
  static final class Place {
    private final byte[] first;
    private final long offset;
    private final int length;
    private final int entries;
    /** How many of its entries are no placeholders. */
    private final int others;

    Place(byte[] first, long offset, int length, int entries, int others) {
      this.first = first;
      this.offset = offset;
      this.length = length;
      this.entries = entries;
      this.others = others;
    }

    byte[] first() {
      return first;
    }

    boolean onlyPlaceholders() {
      return others == 0;
    }

    long end() {
      return offset + length;
    }

    long offset() {
      return offset;
    }

    int entries() {
      return entries;
    }
  }

  static Block read(DiskFile file, Place place, long generation, String name) throws DiskException {
    byte[] bytes = FileBytes.read(file, place.offset, place.length);
    String what = "a block of " + name;
    int end = place.length - Integer.BYTES;
    if (bytes.length != place.length
        || new ByteReader(bytes, end, place.length, what).u32() != Checksum.of(generation, place.offset, bytes, 0,
            end)) {
      throw LogFailures.damaged(what + " does not read back at byte " + place.offset);
    }
    ByteReader in = new ByteReader(bytes, 0, end, what);
    byte[][] names = new byte[place.entries][];
    int[] bodyAt = new int[place.entries + 1];
    byte[] previous = new byte[0];
    for (int i = 0; i < place.entries; i++) {
      long shared = in.varint();
      int rest = in.count();
      if (shared < 0 || shared > previous.length) {
        throw in.malformed();
      }
      byte[] next = Arrays.copyOf(previous, (int) shared + rest);
      System.arraycopy(in.raw(rest), 0, next, (int) shared, rest);
      names[i] = next;
      bodyAt[i] = in.at();
      in.blob();
      previous = next;
    }
    in.expectEnd();
    return new Block(names, bytes, bodyAt);
  }

  int size() {
    return names.length;
  }

  byte[] name(int i) {
    return names[i];
  }

  Row row(int i) {
    return new Row(names[i], body(i));
  }

  Optional<byte[]> find(byte[] name) {
    int found = indexOf(name);
    return found >= 0 ? Optional.of(body(found)) : Optional.empty();
  }

  /** The first entry whose name is not before this one; its {@link #size} when there is none. */
  int ceiling(byte[] name) {
    int found = indexOf(name);
    return found >= 0 ? found : -found - 1;
  }

  private int indexOf(byte[] name) {
    return Arrays.binarySearch(names, name, Arrays::compareUnsigned);
  }

  private byte[] body(int i) {
    return new ByteReader(bytes, bodyAt[i], bytes.length, "a block").blob();
  }
}
