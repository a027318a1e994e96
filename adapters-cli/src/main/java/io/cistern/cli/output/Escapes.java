package io.cistern.cli.output;

/** Makes text from outside harmless for a terminal. */
final class Escapes {
  private Escapes() {}

  /**
   * Control characters, and those that turn the direction of writing, as {@code \t}, {@code \n}, or <code>\</code>
   * {@code u} with four hex digits; everything else as it is.
   */
  static String visible(String text) {
    if (text.chars().noneMatch(Escapes::isHostile)) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16);
    text.chars().forEach(c -> append(visible, c));
    return visible.toString();
  }

  private static void append(StringBuilder into, int c) {
    switch (c) {
      case '\n' -> into.append("\\n");
      case '\r' -> into.append("\\r");
      case '\t' -> into.append("\\t");
      default -> {
        if (isHostile(c)) {
          into.append(String.format("\\u%04x", c));
        } else {
          into.append((char) c);
        }
      }
    }
  }

  private static boolean isHostile(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x2028
        || c == 0x2029;
  }
}
