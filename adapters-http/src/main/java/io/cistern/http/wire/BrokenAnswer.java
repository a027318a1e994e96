package io.cistern.http.wire;

import java.io.IOException;

/** An answer that does not follow the contract; the message names the field or the bound, and holds no content. */
public final class BrokenAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What is wrong with it. */
  public enum Kind {
    /** Not JSON, or not the JSON of the contract: asking again gives the same. */
    MALFORMED,
    /** It ended too early: the rest may come next time. */
    TRUNCATED,
    /** It is larger, deeper or longer than we accept. */
    OVER_LIMIT
  }

  public BrokenAnswer(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public BrokenAnswer(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static BrokenAnswer malformed(String message) {
    return new BrokenAnswer(Kind.MALFORMED, message);
  }

  static BrokenAnswer truncated() {
    return new BrokenAnswer(Kind.TRUNCATED, "the answer ends too early");
  }

  static BrokenAnswer overLimit(String message) {
    return new BrokenAnswer(Kind.OVER_LIMIT, message);
  }

  public Kind kind() {
    return kind;
  }
}
