package io.cistern.application.clone;

import io.cistern.domain.failure.CisternException;

/** A listing that moves for ever without coming to its end; ends the bootstrap, not only the cycle. */
final class Standstill extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String place;
  private final int attempts;

  Standstill(String place, String why, int attempts) {
    super(why);
    this.place = place;
    this.attempts = attempts;
  }

  /** A listing that makes no sense goes on for ever, and each of its pages would count as movement. */
  Standstill(String place, CisternException broken) {
    super(broken.failure().message(), broken);
    this.place = place;
    this.attempts = 1;
  }

  String place() {
    return place;
  }

  int attempts() {
    return attempts;
  }
}
