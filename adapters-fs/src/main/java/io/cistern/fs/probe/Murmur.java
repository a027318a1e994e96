package io.cistern.fs.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a helper writes to its standard error: read to its end, so that the helper never waits, and the last of it kept
 * for the log, with everything taken out that could be a secret. Safe for use by many threads.
 */
final class Murmur implements Runnable {
  /** Enough for a last message; a helper that floods costs no more. */
  private static final int KEPT = 2048;

  /** Tokens are long and hold no spaces; a word of that length tells a reader of a log nothing anyway. */
  private static final Pattern COULD_BE_SECRET = Pattern.compile("[A-Za-z0-9+/=_.~-]{12,}");

  private final InputStream source;
  private final byte[] ring = new byte[KEPT];
  private long seen;

  Murmur(InputStream source) {
    this.source = source;
  }

  @Override
  public void run() {
    byte[] part = new byte[KEPT];
    try (source) {
      for (int n = source.read(part); n >= 0; n = source.read(part)) {
        take(part, n);
      }
    } catch (IOException _) {
      // The helper is gone; what it said before is kept.
    }
  }

  /** One line for the log; empty text when nothing was said. */
  synchronized String redacted() {
    int length = (int) Math.min(seen, KEPT);
    byte[] last = new byte[length];
    for (int i = 0; i < length; i++) {
      last[i] = ring[(int) ((seen - length + i) % KEPT)];
    }
    String text = new String(last, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
    // The first word may be the rest of a longer one that was cut.
    String whole = seen > KEPT ? text.replaceFirst("^\\S*\\s*", "") : text;
    return COULD_BE_SECRET.matcher(whole).replaceAll("(redacted)");
  }

  private synchronized void take(byte[] part, int length) {
    for (int i = 0; i < length; i++) {
      ring[(int) (seen++ % KEPT)] = part[i];
    }
  }
}
