package io.cistern.http.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lets so many bytes pass and then breaks, instead of ending as if that were all. One reader. */
final class BoundedInput extends FilterInputStream {
  private final String what;
  private final long limit;
  private long passed;

  BoundedInput(InputStream source, String what, long limit) {
    super(source);
    this.what = what;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    if (b >= 0) {
      count(1);
    }
    return b;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = in.read(target, offset, length);
    if (n > 0) {
      count(n);
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    return 0;
  }

  private void count(int n) throws BrokenAnswer {
    passed += n;
    if (passed > limit) {
      throw BrokenAnswer.overLimit(what + " is larger than " + limit + " bytes");
    }
  }
}
