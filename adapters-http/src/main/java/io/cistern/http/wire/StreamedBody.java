package io.cistern.http.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A body that still comes over the wire; what follows it in the answer is checked before the end is told. One thread. */
final class StreamedBody extends InputStream {
  private final InputStream decoded;
  private final Tail tail;
  private Optional<IOException> failure = Optional.empty();
  private boolean ended;

  /** Reads what follows the body. */
  interface Tail {
    void read() throws IOException;
  }

  StreamedBody(InputStream decoded, Tail tail) {
    this.decoded = decoded;
    this.tail = tail;
  }

  /** Why reading failed, where it did. */
  Optional<IOException> failure() {
    return failure;
  }

  /** Passes over what was not read. */
  void drain() throws IOException {
    byte[] unwanted = new byte[8192];
    int n;
    do {
      n = read(unwanted, 0, unwanted.length);
    } while (n >= 0);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (failure.isPresent()) {
      throw new IOException(failure.get().getMessage(), failure.get());
    }
    if (ended) {
      return -1;
    }
    try {
      int n = decoded.read(target, offset, length);
      if (n < 0) {
        ended = true;
        tail.read();
      }
      return n;
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }
}
