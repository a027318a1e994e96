package io.cistern.it.architecture.planted.application.hydrate;

import java.time.Instant;

/** Breaks A10: the time is injected. */
final class AsksTheTime {
  Instant ask() {
    return Instant.now();
  }
}
