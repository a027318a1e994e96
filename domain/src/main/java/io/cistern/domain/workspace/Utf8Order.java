package io.cistern.domain.workspace;

import java.util.Comparator;

/**
 * The order of the wire: strings compared as the unsigned bytes of their UTF-8 form (contract 7.2).
 *
 * <p>{@link String#compareTo} differs from it above U+FFFF, where UTF-16 puts surrogates below U+E000.
 */
public final class Utf8Order {
  /** Compares by UTF-8 bytes without encoding; total, stateless, consistent with equals. */
  public static final Comparator<String> COMPARATOR = Utf8Order::compare;

  private Utf8Order() {}

  private static int compare(String left, String right) {
    int shared = Math.min(left.length(), right.length());
    for (int i = 0; i < shared; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return Integer.compare(rank(a), rank(b));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Surrogates stand for code points above every other char, so they rank after U+E000..U+FFFF. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }
}
