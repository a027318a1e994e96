package io.cistern.http.broker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** A gzipped POSIX tar of regular files, mode 0644; long names and sizes travel in extended headers. */
final class TarWriter implements Closeable {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final long OCTAL_LIMIT = 1L << 33;

  private final GZIPOutputStream out;

  TarWriter(OutputStream out) throws IOException {
    this.out = new GZIPOutputStream(out, 1 << 15);
  }

  /**
   * Adds a file.
   *
   * @throws IOException also when the body is not exactly as long as announced: the archive is broken then
   */
  void file(String name, long size, Instant modified, InputStream body) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > NAME || size >= OCTAL_LIMIT) {
      byte[] extended = (record("path", name) + record("size", Long.toString(size))).getBytes(StandardCharsets.UTF_8);
      header("PaxHeader".getBytes(StandardCharsets.UTF_8), extended.length, modified, 'x');
      out.write(extended);
      pad(extended.length);
    }
    header(Arrays.copyOf(bytes, Math.min(bytes.length, NAME)), Math.min(size, OCTAL_LIMIT - 1), modified, '0');
    if (body.transferTo(out) != size) {
      throw new IOException("a file changed while it was exported");
    }
    pad(size);
  }

  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.close();
  }

  /** "LENGTH key=value\n", where the length counts itself. */
  private static String record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int length = rest.getBytes(StandardCharsets.UTF_8).length;
    int digits = Integer.toString(length).length();
    int total = length + digits;
    return (Integer.toString(total).length() == digits ? total : total + 1) + rest;
  }

  private void header(byte[] name, long size, Instant modified, char kind) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    block.put(name);
    field(block, 100, "0000644\0");
    field(block, 108, "0000000\0");
    field(block, 116, "0000000\0");
    field(block, 124, octal(size));
    field(block, 136, octal(Math.clamp(modified.getEpochSecond(), 0, OCTAL_LIMIT - 1)));
    field(block, 148, "        ");
    field(block, 156, String.valueOf(kind));
    field(block, 257, "ustar\00000");
    int sum = 0;
    for (byte value : block.array()) {
      sum += value & 0xff;
    }
    field(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    out.write(block.array());
  }

  private static String octal(long value) {
    return String.format(Locale.ROOT, "%011o\0", value);
  }

  private static void field(ByteBuffer block, int at, String text) {
    block.put(at, text.getBytes(StandardCharsets.US_ASCII));
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }
}
