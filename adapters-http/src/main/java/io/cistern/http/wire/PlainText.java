package io.cistern.http.wire;

/** Makes text from outside fit for a terminal and a log line. */
public final class PlainText {
  private PlainText() {}

  /** Replaces control, format, surrogate and line-breaking characters, and cuts what is too long. */
  public static String of(String text, int most) {
    StringBuilder plain = new StringBuilder();
    text.codePoints().limit(most).forEach(point -> plain.appendCodePoint(isPlain(point) ? point : '?'));
    return plain.toString().strip();
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED, Character.PRIVATE_USE ->
        false;
      default -> true;
    };
  }
}
