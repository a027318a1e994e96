package io.cistern.application.clone;

import io.cistern.domain.time.Deadline;

/**
 * How to clone.
 *
 * @param adopt whether local files with the remote's bytes are taken as hydrated instead of as conflicts
 * @param deadline when to stop; the mirror then goes on at the next run
 */
public record CloneRequest(boolean adopt, Deadline deadline) {
  /** Takes no local file over and has all the time it needs. */
  public static final CloneRequest PLAIN = new CloneRequest(false, Deadline.NEVER);
}
