package io.cistern.application.clone;

import io.cistern.domain.time.Deadline;
import java.util.Optional;

/**
 * How to clone.
 *
 * @param adopt whether local files with the remote's bytes are taken as hydrated instead of as conflicts
 * @param content whether all content is wanted with the names
 * @param retry whether a bootstrap that gave up is tried again
 * @param confirmation the token that an earlier refusal of a mass removal named
 * @param deadline when to stop; the mirror then goes on at the next run
 */
public record CloneRequest(
    boolean adopt, boolean content, boolean retry, Optional<String> confirmation, Deadline deadline) {
  /** Wants names, takes no local file over, and has all the time it needs. */
  public static final CloneRequest PLAIN = new CloneRequest(false, false, false, Optional.empty(), Deadline.NEVER);

  /** The same, taking local files over. */
  public CloneRequest adopting() {
    return new CloneRequest(true, content, retry, confirmation, deadline);
  }

  /** The same, with all content. */
  public CloneRequest withContent() {
    return new CloneRequest(adopt, true, retry, confirmation, deadline);
  }

  /** The same, trying again what gave up. */
  public CloneRequest withRetry() {
    return new CloneRequest(adopt, content, true, confirmation, deadline);
  }

  /** The same, allowing once what a refusal named. */
  public CloneRequest confirmedBy(String token) {
    return new CloneRequest(adopt, content, retry, Optional.of(token), deadline);
  }

  /** The same, with an end. */
  public CloneRequest until(Deadline end) {
    return new CloneRequest(adopt, content, retry, confirmation, end);
  }
}
