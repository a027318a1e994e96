package io.cistern.http.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Decodes base64 of the standard alphabet, padded or not, line breaks passed over, without holding the whole. One
 * reader; does not close its source.
 */
final class Base64Input extends InputStream {
  private final InputStream source;
  private final byte[] quads = new byte[8192];
  private int held;
  private boolean ended;
  private boolean padded;
  private byte[] decoded = new byte[0];
  private int at;

  Base64Input(InputStream source) {
    this.source = source;
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
    while (at == decoded.length) {
      if (ended) {
        return -1;
      }
      decodeMore();
    }
    int n = Math.min(length, decoded.length - at);
    System.arraycopy(decoded, at, target, offset, n);
    at += n;
    return n;
  }

  private void decodeMore() throws IOException {
    int n = source.read(quads, held, quads.length - held);
    ended = n < 0;
    held = n < 0 ? held : withoutLineBreaks(held, held + n);
    int whole = ended ? held : held - held % 4;
    if (whole == 0) {
      decoded = new byte[0];
      at = 0;
      return;
    }
    if (padded) {
      throw BrokenAnswer.malformed("content goes on after the end of its base64");
    }
    padded = quads[whole - 1] == '=';
    try {
      decoded = Base64.getDecoder().decode(Arrays.copyOf(quads, whole));
    } catch (IllegalArgumentException e) {
      throw new BrokenAnswer(BrokenAnswer.Kind.MALFORMED, "content is not base64", e);
    }
    at = 0;
    System.arraycopy(quads, whole, quads, 0, held - whole);
    held -= whole;
  }

  private int withoutLineBreaks(int from, int to) {
    int kept = from;
    for (int i = from; i < to; i++) {
      byte b = quads[i];
      if (b != '\r' && b != '\n') {
        quads[kept] = b;
        kept++;
      }
    }
    return kept;
  }
}
