package io.cistern.application.clone;

import io.cistern.domain.bootstrap.Stall;
import io.cistern.domain.failure.Failure;

/** A bootstrap that gave up, as a failure with path, cause and attempts. */
final class Stalls {
  private Stalls() {}

  static Failure failure(Stall why) {
    return switch (why.kind()) {
      case STANDING -> new Failure.BootstrapStalled(
          "the clone stands at " + why.place() + " after " + why.attempts() + " tries: " + why.cause());
      case TOO_LARGE -> new Failure.BootstrapTooLarge(why.cause() + ", the last one met at " + why.place());
    };
  }
}
