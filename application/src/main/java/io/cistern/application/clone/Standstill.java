package io.cistern.application.clone;

/** A listing that moves for ever without coming to its end; ends the bootstrap, not only the cycle. */
final class Standstill extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String place;
  private final int attempts;

  Standstill(String place, String cause, int attempts) {
    super(cause);
    this.place = place;
    this.attempts = attempts;
  }

  String place() {
    return place;
  }

  int attempts() {
    return attempts;
  }
}
