package io.cistern.http.wire;

/** Watches bytes go by and says whether they are UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8Check {
  private int missing;
  private int low = 0x80;
  private int high = 0xbf;

  /** Whether the last character is complete. */
  boolean atBoundary() {
    return missing == 0;
  }

  /** Takes the next byte; false when no text continues with it. */
  boolean accept(byte next) {
    int b = next & 0xff;
    if (missing > 0) {
      boolean fits = b >= low && b <= high;
      missing--;
      low = 0x80;
      high = 0xbf;
      return fits;
    }
    if (b < 0x80) {
      return true;
    }
    if (b < 0xc2 || b > 0xf4) {
      return false;
    }
    missing = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
    low = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
    high = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
    return true;
  }
}
