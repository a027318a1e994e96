package io.cistern.domain.workspace;

import io.cistern.domain.failure.Invariant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * SHA-256 of a file's decoded bytes (contract 6), kept as four words because a mirror may hold millions.
 *
 * @param a the first eight bytes, big-endian; {@code b}, {@code c}, {@code d} follow
 */
public record ContentHash(long a, long b, long c, long d) {
  /** Length of a hash in bytes. */
  public static final int BYTES = 32;

  /** The hash of no bytes at all: a file that carries it needs no request. */
  public static final ContentHash OF_NOTHING =
      new ContentHash(0xe3b0c44298fc1c14L, 0x9afbf4c8996fb924L, 0x27ae41e4649b934cL, 0xa495991b7852b855L);

  /** Takes 64 lower-case hex digits; empty for anything else. */
  public static Optional<ContentHash> parse(String hex) {
    if (hex.length() != 2 * BYTES || !hex.chars().allMatch(ContentHash::isLowerHex)) {
      return Optional.empty();
    }
    return Optional.of(new ContentHash(word(hex, 0), word(hex, 16), word(hex, 32), word(hex, 48)));
  }

  /** Takes a finished SHA-256 digest of {@link #BYTES} bytes. */
  public static ContentHash ofDigest(byte[] digest) {
    Invariant.check(digest.length == BYTES, "a content hash has 32 bytes");
    return new ContentHash(word(digest, 0), word(digest, 8), word(digest, 16), word(digest, 24));
  }

  /** 64 lower-case hex digits, as on the wire. */
  public String hex() {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(a) + format.toHexDigits(b) + format.toHexDigits(c) + format.toHexDigits(d);
  }

  @Override
  public String toString() {
    return hex();
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static long word(String hex, int from) {
    return HexFormat.fromHexDigitsToLong(hex, from, from + 16);
  }

  private static long word(byte[] bytes, int from) {
    long word = 0;
    for (int i = 0; i < 8; i++) {
      word = (word << 8) | (bytes[from + i] & 0xff);
    }
    return word;
  }
}
