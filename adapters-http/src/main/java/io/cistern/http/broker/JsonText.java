package io.cistern.http.broker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The value of one JSON string as UTF-8 bytes, however long, read from its opening quotation mark on. The document has
 * been parsed before, so its syntax is known to be right. An escaped half of a character becomes U+FFFD.
 */
final class JsonText extends InputStream {
  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

  private final InputStream document;
  private byte[] pending = new byte[0];
  private int next;
  private int heldBack = -1;
  private int heldUnit = -1;
  private boolean ended;

  JsonText(InputStream document) throws IOException {
    this.document = document;
    if (document.read() != '"') {
      throw new IOException("a string does not begin here");
    }
  }

  @Override
  public int read() throws IOException {
    if (next < pending.length) {
      return pending[next++] & 0xff;
    }
    if (heldUnit >= 0) {
      char unit = (char) heldUnit;
      heldUnit = -1;
      return character(unit);
    }
    if (ended) {
      return -1;
    }
    int c = fromDocument();
    if (c == '"') {
      ended = true;
      return -1;
    }
    return c == '\\' ? escaped() : c;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    for (int i = 0; i < length; i++) {
      int value = read();
      if (value < 0) {
        return i == 0 ? -1 : i;
      }
      into[offset + i] = (byte) value;
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    document.close();
  }

  private int escaped() throws IOException {
    int kind = fromDocument();
    return kind == 'u' ? character(codeUnit()) : simple(kind);
  }

  /** Joins two escaped halves; a half without its other one is replaced, and what followed it is read as usual. */
  private int character(char unit) throws IOException {
    if (!Character.isSurrogate(unit)) {
      return first(String.valueOf(unit).getBytes(StandardCharsets.UTF_8));
    }
    if (!Character.isHighSurrogate(unit)) {
      return first(REPLACEMENT);
    }
    int backslash = fromDocument();
    if (backslash != '\\') {
      heldBack = backslash;
      return first(REPLACEMENT);
    }
    int kind = fromDocument();
    if (kind != 'u') {
      heldUnit = simple(kind);
      return first(REPLACEMENT);
    }
    char other = codeUnit();
    if (Character.isLowSurrogate(other)) {
      return first(new String(new char[]{unit, other}).getBytes(StandardCharsets.UTF_8));
    }
    heldUnit = other;
    return first(REPLACEMENT);
  }

  private static int simple(int kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> kind;
    };
  }

  private int first(byte[] bytes) {
    pending = bytes;
    next = 1;
    return bytes[0] & 0xff;
  }

  private char codeUnit() throws IOException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      unit = unit * 16 + Character.digit(fromDocument(), 16);
    }
    return (char) unit;
  }

  private int fromDocument() throws IOException {
    int c = heldBack >= 0 ? heldBack : document.read();
    heldBack = -1;
    if (c < 0) {
      throw new EOFException("the string does not end");
    }
    return c;
  }
}
