package io.cistern.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class Utf8CheckTest {
  /** Every byte at which a rule of UTF-8 begins or ends. */
  private static final int[] EDGES = {
      0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0,
      0xf1, 0xf3, 0xf4, 0xf5, 0xff};

  @Test
  void agreesWithTheJdkOnEveryEdge() {
    for (int a : EDGES) {
      for (int b : EDGES) {
        for (int c : EDGES) {
          for (int d : EDGES) {
            byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
            assertThat(isUtf8(bytes)).as("%02x %02x %02x %02x", a, b, c, d).isEqualTo(jdkSaysSo(bytes));
          }
        }
      }
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    Utf8Check check = new Utf8Check();
    for (byte b : bytes) {
      if (!check.accept(b)) {
        return false;
      }
    }
    return check.atBoundary();
  }

  private static boolean jdkSaysSo(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
