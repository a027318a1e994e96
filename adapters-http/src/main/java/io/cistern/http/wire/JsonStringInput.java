package io.cistern.http.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The text of one JSON string as UTF-8 bytes, unescaped on the way and never held as a whole. Starts behind the opening
 * quote; when it ends, the closing quote is the feed's next byte. One thread.
 */
final class JsonStringInput extends InputStream {
  private final Feed feed;
  private final byte[] raw = new byte[8192];
  private final Utf8Check utf8 = new Utf8Check();
  private byte[] unescaped = new byte[0];
  private int unescapedAt;
  private int at;
  private int end;
  private boolean ended;

  JsonStringInput(Feed feed) {
    this.feed = feed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int n = 0;
    while (n == 0 && !ended) {
      n = unescapedAt < unescaped.length ? takeUnescaped(target, offset, length) : takePlain(target, offset, length);
    }
    return n == 0 ? -1 : n;
  }

  private int takeUnescaped(byte[] target, int offset, int length) {
    int n = Math.min(length, unescaped.length - unescapedAt);
    System.arraycopy(unescaped, unescapedAt, target, offset, n);
    unescapedAt += n;
    return n;
  }

  /** Takes a run without escapes; zero when an escape was met, or the end. */
  private int takePlain(byte[] target, int offset, int length) throws IOException {
    refill();
    int n = 0;
    while (at < end && n < length) {
      byte b = raw[at];
      if (b >= 0 && utf8.atBoundary()) {
        if (b == '"') {
          ended = true;
          feed.giveBack(raw, at, end - at);
          return n;
        }
        if (b == '\\') {
          if (n == 0) {
            at++;
            unescape();
          }
          return n;
        }
        if (b < 0x20) {
          throw BrokenAnswer.malformed("a string holds a control character");
        }
      } else if (!utf8.accept(b)) {
        throw BrokenAnswer.malformed("a string is not UTF-8");
      }
      target[offset + n] = b;
      n++;
      at++;
    }
    return n;
  }

  private void unescape() throws IOException {
    byte b = next();
    int point = switch (b) {
      case '"', '\\', '/' -> b;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codePoint();
      default -> throw BrokenAnswer.malformed("a string holds an unknown escape");
    };
    unescaped = point < 0x80 ? new byte[]{(byte) point} : Character.toString(point).getBytes(StandardCharsets.UTF_8);
    unescapedAt = 0;
  }

  private int codePoint() throws IOException {
    char first = unit();
    if (!Character.isSurrogate(first)) {
      return first;
    }
    if (Character.isLowSurrogate(first) || next() != '\\' || next() != 'u') {
      throw BrokenAnswer.malformed("a string holds half a surrogate pair");
    }
    char second = unit();
    if (!Character.isLowSurrogate(second)) {
      throw BrokenAnswer.malformed("a string holds half a surrogate pair");
    }
    return Character.toCodePoint(first, second);
  }

  private char unit() throws IOException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw BrokenAnswer.malformed("a string holds an unknown escape");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private byte next() throws IOException {
    refill();
    return raw[at++];
  }

  private void refill() throws IOException {
    if (at < end) {
      return;
    }
    end = Math.max(feed.read(raw, 0, raw.length), 0);
    at = 0;
    if (end == 0) {
      throw BrokenAnswer.truncated();
    }
  }
}
