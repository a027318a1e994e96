package io.cistern.application.port;

import io.cistern.domain.probe.Reading;
import io.cistern.domain.time.Deadline;

/** Asks a broker what the account behind a token has left. Safe for use by many threads. */
public interface AccountProbe extends AutoCloseable {
  /**
   * Asks once, and again where that may help. What is no answer is a reading that says why: {@code UNSUPPORTED} where the
   * broker has no such question, {@code NO_CREDENTIAL} and {@code INVALID_CREDENTIAL}, {@code UNAVAILABLE} for everything
   * else, the deadline included.
   */
  Reading usage(Deadline deadline);

  @Override
  void close();
}
