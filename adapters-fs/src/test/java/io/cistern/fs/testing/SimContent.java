package io.cistern.fs.testing;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of a file, never changed: a change makes another content that shares the pages it did not touch. */
final class SimContent {
  static final SimContent EMPTY = new SimContent(new byte[0][], 0);

  private static final int PAGE = 1024;
  private static final byte[] ZEROS = new byte[PAGE];

  private final byte[][] pages;
  private final long length;

  private SimContent(byte[][] pages, long length) {
    this.pages = pages;
    this.length = length;
  }

  static SimContent of(byte[] bytes) {
    return EMPTY.with(0, bytes);
  }

  long length() {
    return length;
  }

  SimContent with(long position, byte[] bytes) {
    if (bytes.length == 0) {
      return this;
    }
    long end = Math.max(length, position + bytes.length);
    byte[][] next = grown(end);
    int done = 0;
    while (done < bytes.length) {
      int index = (int) ((position + done) / PAGE);
      int offset = (int) ((position + done) % PAGE);
      int count = Math.min(PAGE - offset, bytes.length - done);
      byte[] page = next[index].clone();
      System.arraycopy(bytes, done, page, offset, count);
      next[index] = page;
      done += count;
    }
    return new SimContent(next, end);
  }

  SimContent cut(long newLength) {
    if (newLength >= length) {
      return newLength == length ? this : new SimContent(grown(newLength), newLength);
    }
    byte[][] next = Arrays.copyOf(pages, pagesFor(newLength));
    int rest = (int) (newLength % PAGE);
    if (rest != 0) {
      next[next.length - 1] = Arrays.copyOf(Arrays.copyOf(next[next.length - 1], rest), PAGE);
    }
    return new SimContent(next, newLength);
  }

  int read(long position, ByteBuffer into) {
    if (position >= length) {
      return into.hasRemaining() ? -1 : 0;
    }
    int total = 0;
    while (into.hasRemaining() && position + total < length) {
      long at = position + total;
      int offset = (int) (at % PAGE);
      int count = (int) Math.min(Math.min(PAGE - offset, into.remaining()), length - at);
      into.put(pages[(int) (at / PAGE)], offset, count);
      total += count;
    }
    return total;
  }

  byte[] bytes() {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(length));
    read(0, all);
    return all.array();
  }

  boolean sameAs(SimContent other) {
    return length == other.length && Arrays.deepEquals(pages, other.pages);
  }

  private byte[][] grown(long newLength) {
    int count = pagesFor(newLength);
    byte[][] next = Arrays.copyOf(pages, Math.max(count, pages.length));
    Arrays.fill(next, pages.length, next.length, ZEROS);
    return next;
  }

  private static int pagesFor(long length) {
    return Math.toIntExact((length + PAGE - 1) / PAGE);
  }
}
