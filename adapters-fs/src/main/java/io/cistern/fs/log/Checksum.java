package io.cistern.fs.log;

import java.util.zip.CRC32C;

/** CRC32C, started with words that make the same bytes check differently elsewhere. */
final class Checksum {
  private Checksum() {}

  static int of(long seed, long place, byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    word(crc, seed);
    word(crc, place);
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  private static void word(CRC32C crc, long word) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      crc.update((int) (word >>> shift) & 0xff);
    }
  }
}
