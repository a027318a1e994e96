package io.cistern.fs.log;

import java.util.Arrays;

/** Grows an array of bytes: numbers big-endian or as varints, texts by their length and {@link Names}. */
final class ByteWriter {
  private byte[] bytes;
  private int length;

  ByteWriter(int expected) {
    bytes = new byte[Math.max(16, expected)];
  }

  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** The array behind it, valid up to {@link #length} and until the next write. */
  byte[] array() {
    return bytes;
  }

  void clear() {
    length = 0;
  }

  void u8(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void u32(int value) {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  void u64(long value) {
    u32((int) (value >>> 32));
    u32((int) value);
  }

  /** Seven bits a byte, the lowest first; a negative number takes ten bytes. */
  void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A number of either sign near zero, in few bytes. */
  void signed(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  void raw(byte[] from, int at, int count) {
    room(count);
    System.arraycopy(from, at, bytes, length, count);
    length += count;
  }

  void raw(byte[] from) {
    raw(from, 0, from.length);
  }

  /** Length, then bytes. */
  void blob(byte[] from) {
    varint(from.length);
    raw(from);
  }

  void text(String text) {
    blob(Names.bytes(text));
  }

  void zeros(int count) {
    room(count);
    Arrays.fill(bytes, length, length + count, (byte) 0);
    length += count;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
