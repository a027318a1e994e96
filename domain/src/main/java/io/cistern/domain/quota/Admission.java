package io.cistern.domain.quota;

import java.time.Instant;

/** A gate's answer: allowed, or refused with a reason and a time. */
public sealed interface Admission {
  /** Go on. */
  record Allowed() implements Admission {}

  /**
   * Not now.
   *
   * @param reason which gate, in a few words
   * @param retryAt when to ask again, never earlier
   */
  record Refused(String reason, Instant retryAt) implements Admission {}
}
