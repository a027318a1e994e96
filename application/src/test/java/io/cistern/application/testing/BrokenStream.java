package io.cistern.application.testing;

import java.io.IOException;
import java.io.InputStream;

/** A body whose connection is gone. */
final class BrokenStream extends InputStream {
  @Override
  public int read() throws IOException {
    throw new IOException("connection reset");
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    throw new IOException("connection reset");
  }
}
