package io.cistern.http.wire;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Decompresses, and breaks where a body grows beyond all reason. One reader. */
public final class Gunzip extends FilterInputStream {
  /** Short bodies may be as repetitive as they like. */
  private static final long FREE = 1 << 20;

  private final Counted compressed;
  private final int expansion;
  private long passed;

  private Gunzip(Counted compressed, int expansion) throws IOException {
    super(new GZIPInputStream(compressed, 8192));
    this.compressed = compressed;
    this.expansion = expansion;
  }

  /**
   * Reads the header at once.
   *
   * @param expansion times that the body may grow, once it is over a mebibyte
   */
  public static Gunzip over(InputStream source, int expansion) throws IOException {
    try {
      return new Gunzip(new Counted(source), expansion);
    } catch (ZipException | EOFException e) {
      throw broken(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n;
    try {
      n = in.read(target, offset, length);
    } catch (ZipException | EOFException e) {
      throw broken(e);
    }
    if (n < 0 && compressed.read() >= 0) {
      throw BrokenAnswer.malformed("something follows the compressed answer");
    }
    if (n > 0) {
      passed += n;
      if (passed > FREE && passed / expansion > compressed.passed) {
        throw BrokenAnswer.overLimit("a compressed answer grows more than " + expansion + " times");
      }
    }
    return n;
  }

  @Override
  public long skip(long n) {
    return 0;
  }

  private static BrokenAnswer broken(IOException e) {
    return e instanceof EOFException
        ? BrokenAnswer.truncated()
        : new BrokenAnswer(BrokenAnswer.Kind.MALFORMED, "the answer is not the gzip it says it is", e);
  }

  /** Counts what came over the wire. */
  private static final class Counted extends FilterInputStream {
    private long passed;

    private Counted(InputStream source) {
      super(source);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      passed += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = in.read(target, offset, length);
      passed += Math.max(n, 0);
      return n;
    }
  }
}
