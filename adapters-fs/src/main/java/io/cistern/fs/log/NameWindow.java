package io.cistern.fs.log;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Which names a {@link Fold} keeps: all of them, or, for folding with bounded memory, those from one name on that fit.
 * What does not fit is left to the next window, which begins at {@link #end}. Not safe for use by several threads.
 */
final class NameWindow {
  /** What a map's entry and two arrays take beside their bytes. */
  private static final int OVERHEAD = 112;

  private final byte[] from;
  private final long limit;
  private long held;
  private Optional<byte[]> end = Optional.empty();

  private NameWindow(byte[] from, long limit) {
    this.from = from;
    this.limit = limit;
  }

  static NameWindow all() {
    return new NameWindow(new byte[0], Long.MAX_VALUE);
  }

  /**
   * A window of bounded memory.
   *
   * @param limit bytes, or one entry where that is more
   */
  static NameWindow from(byte[] first, long limit) {
    return new NameWindow(first, limit);
  }

  boolean admits(byte[] name) {
    return Arrays.compareUnsigned(name, from) >= 0
        && (end.isEmpty() || Arrays.compareUnsigned(name, end.get()) < 0);
  }

  /** Keeps what a name holds now; gives up the last names where there is no room for it. */
  void keep(NavigableMap<byte[], byte[]> changed, byte[] name, byte[] body) {
    byte[] before = changed.put(name, body);
    held += before == null ? (long) OVERHEAD + name.length + body.length : body.length - before.length;
    while (held > limit && changed.size() > 1) {
      var last = changed.pollLastEntry();
      held -= (long) OVERHEAD + last.getKey().length + last.getValue().length;
      end = Optional.of(last.getKey());
    }
  }

  /** The first name that the next window begins with; empty when this one holds everything from its first on. */
  Optional<byte[]> end() {
    return end;
  }
}
