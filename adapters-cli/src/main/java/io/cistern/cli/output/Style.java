package io.cistern.cli.output;

/**
 * Colours, or none.
 *
 * @param on whether escape sequences are written
 */
public record Style(boolean on) {
  private static final String RESET = "\u001b[0m";

  /** For headings. */
  public String strong(String text) {
    return in("\u001b[1m", text);
  }

  /** For what matters less. */
  public String faint(String text) {
    return in("\u001b[2m", text);
  }

  /** For what is well. */
  public String good(String text) {
    return in("\u001b[32m", text);
  }

  /** For what needs a person. */
  public String warn(String text) {
    return in("\u001b[33m", text);
  }

  /** For what is wrong. */
  public String bad(String text) {
    return in("\u001b[31m", text);
  }

  private String in(String start, String text) {
    return on ? start + text + RESET : text;
  }
}
