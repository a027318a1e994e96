package io.cistern.application.port;

import java.time.Instant;

/** The only way to wait; tests advance it by hand. */
public interface Pauses {
  /** Waits until the moment has come; returns at once when it has passed. */
  void until(Instant wake);
}
