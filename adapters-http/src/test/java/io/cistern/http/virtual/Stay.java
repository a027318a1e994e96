package io.cistern.http.virtual;

import java.io.IOException;
import java.time.Instant;

/** How one exchange takes its time: it moves the clock, and ends as the client's connection would end. One thread. */
public interface Stay {
  /**
   * Lets time pass until something comes over the wire.
   *
   * @throws IOException when the caller's patience, or that of the client with a silent broker, runs out before
   */
  void until(Instant something) throws IOException;

  /** Lets time pass until somebody's patience runs out. */
  default IOException forEver() throws IOException {
    until(Instant.MAX);
    throw new IllegalStateException("nobody is patient for ever");
  }
}
