package io.cistern.http.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * A source that takes back what a reader took too much of, so that two readers can drink from it in turn. One thread.
 *
 * <p>Unlike {@link java.io.PushbackInputStream} it never blocks for more while it still has something to give.
 */
final class Feed extends InputStream {
  private final InputStream source;
  private byte[] returned = new byte[0];
  private int at;

  Feed(InputStream source) {
    this.source = source;
  }

  /** Gives bytes back; they come first, before what had been given back earlier. */
  void giveBack(byte[] bytes, int from, int length) {
    int old = returned.length - at;
    byte[] joined = new byte[length + old];
    System.arraycopy(bytes, from, joined, 0, length);
    System.arraycopy(returned, at, joined, length, old);
    returned = joined;
    at = 0;
  }

  @Override
  public int read() throws IOException {
    return at < returned.length ? returned[at++] & 0xff : source.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (at == returned.length) {
      return source.read(target, offset, length);
    }
    int n = Math.min(length, returned.length - at);
    System.arraycopy(returned, at, target, offset, n);
    at += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
