package io.cistern.fs.log;

import io.cistern.domain.failure.CisternException;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. Never reads outside its range and never believes a length it has no bytes for:
 * whatever does not fit is {@code MIRROR_DAMAGED}.
 */
final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private final String what;
  private int at;

  /**
   * @param what is being read, for the message when it does not fit
   */
  ByteReader(byte[] bytes, int from, int end, String what) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.what = what;
  }

  ByteReader(byte[] bytes, String what) {
    this(bytes, 0, bytes.length, what);
  }

  boolean atEnd() {
    return at == end;
  }

  int at() {
    return at;
  }

  void expectEnd() {
    if (!atEnd()) {
      throw malformed();
    }
  }

  CisternException malformed() {
    return LogFailures.damaged(what + " does not read back");
  }

  CisternException unknown(String kind, int code) {
    return LogFailures.damaged(what + " holds " + kind + " " + code + ", which this version does not know");
  }

  int u8() {
    need(1);
    return bytes[at++] & 0xff;
  }

  boolean flag() {
    int value = u8();
    if (value > 1) {
      throw malformed();
    }
    return value == 1;
  }

  int u32() {
    need(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = (value << 8) | (bytes[at++] & 0xff);
    }
    return value;
  }

  long u64() {
    return ((long) u32() << 32) | (u32() & 0xffffffffL);
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw malformed();
  }

  long signed() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number of things or bytes still to come, each of at least one byte. */
  int count() {
    long value = varint();
    if (value < 0 || value > end - at) {
      throw malformed();
    }
    return (int) value;
  }

  byte[] raw(int count) {
    need(count);
    byte[] out = Arrays.copyOfRange(bytes, at, at + count);
    at += count;
    return out;
  }

  byte[] blob() {
    return raw(count());
  }

  String text() {
    int length = count();
    String text = Names.text(bytes, at, length);
    at += length;
    return text;
  }

  private void need(int count) {
    if (count < 0 || count > end - at) {
      throw malformed();
    }
  }
}
