package io.cistern.fs.log;

import java.nio.charset.StandardCharsets;

/**
 * Names as bytes: UTF-8, extended so that every string has exactly one form and the unsigned order of the bytes is
 * {@link io.cistern.domain.workspace.Utf8Order}.
 *
 * <p>A hostile broker can send half a surrogate pair, which UTF-8 cannot spell. A lone high half is written as the first
 * three bytes of the smallest pair it begins, then a zero; a lone low half as {@code F5} and two bytes of five bits each,
 * after every pair.
 */
final class Names {
  private static final int FOUR_BYTES = 0xf0;
  private static final int LONE_LOW = 0xf5;

  private Names() {}

  static byte[] bytes(String text) {
    return isWellFormed(text) ? text.getBytes(StandardCharsets.UTF_8) : extended(text);
  }

  static String text(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if ((bytes[i] & 0xff) >= FOUR_BYTES) {
        return slowText(bytes, from, length);
      }
    }
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }

  static boolean startsWith(byte[] name, byte[] prefix) {
    if (name.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (name[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!pairAt(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean pairAt(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  private static byte[] extended(String text) {
    ByteWriter out = new ByteWriter(text.length() * 3);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        out.raw(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      } else if (pairAt(text, i)) {
        out.raw(text.substring(i, i + 2).getBytes(StandardCharsets.UTF_8));
        i++;
      } else if (Character.isHighSurrogate(c)) {
        byte[] smallestPair = new String(new char[]{c, Character.MIN_LOW_SURROGATE}).getBytes(StandardCharsets.UTF_8);
        out.raw(smallestPair, 0, 3);
        out.u8(0);
      } else {
        int low = c - Character.MIN_LOW_SURROGATE;
        out.u8(LONE_LOW);
        out.u8(0x80 | (low >> 5));
        out.u8(0x80 | (low & 0x1f));
      }
    }
    return out.toBytes();
  }

  private static String slowText(byte[] bytes, int from, int length) {
    StringBuilder text = new StringBuilder(length);
    int end = from + length;
    int plainFrom = from;
    int i = from;
    while (i < end) {
      int lead = bytes[i] & 0xff;
      if (lead == LONE_LOW && end - i >= 3) {
        appendPlain(text, bytes, plainFrom, i);
        text.append((char) (Character.MIN_LOW_SURROGATE + ((bytes[i + 1] & 0x1f) << 5) + (bytes[i + 2] & 0x1f)));
        i += 3;
        plainFrom = i;
      } else if (lead >= FOUR_BYTES && end - i >= 4 && bytes[i + 3] == 0) {
        appendPlain(text, bytes, plainFrom, i);
        byte[] smallestPair = {bytes[i], bytes[i + 1], bytes[i + 2], (byte) 0x80};
        text.append(new String(smallestPair, StandardCharsets.UTF_8).charAt(0));
        i += 4;
        plainFrom = i;
      } else {
        i += lead >= FOUR_BYTES ? Math.min(4, end - i) : 1;
      }
    }
    appendPlain(text, bytes, plainFrom, end);
    return text.toString();
  }

  private static void appendPlain(StringBuilder text, byte[] bytes, int from, int to) {
    text.append(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }
}
