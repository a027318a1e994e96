package io.cistern.http.client;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.util.Optional;

/** A token as an opaque string that never shows itself: {@link #toString} tells nothing. Immutable. */
public final class BearerToken {
  /** Far above any token, far below what a broker takes as a header. */
  static final int LONGEST = 16 * 1024;

  private final String value;

  private BearerToken(String value) {
    this.value = value;
  }

  /** Takes a token, white space around it ignored; empty for anything that cannot stand in a header. */
  public static Optional<BearerToken> parse(String text) {
    String stripped = text.strip();
    boolean sendable = !stripped.isEmpty() && stripped.length() <= LONGEST
        && stripped.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return sendable ? Optional.of(new BearerToken(stripped)) : Optional.empty();
  }

  /**
   * Takes a token that has to be one.
   *
   * @param whence what it was read from, for the message
   */
  public static BearerToken require(String text, String whence) {
    return parse(text).orElseThrow(
        () -> new CisternException(new Failure.NoToken(whence + " holds no token that could be sent")));
  }

  String header() {
    return "Bearer " + value;
  }

  /** The text with every appearance of this token taken out: a broker may send back what it was sent. */
  String removedFrom(String text) {
    return text.replace(value, "(token)");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BearerToken token && token.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "(token)";
  }
}
