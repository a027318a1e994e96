package io.cistern.domain.probe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an account has left, as of a moment.
 *
 * @param account who was asked about, as the service names it; absent when it did not say
 * @param plan what the account pays for, where the service says
 * @param windows empty unless the status is {@link ReadingStatus#AVAILABLE}
 * @param fetchedAt when the service said so
 */
public record Reading(
    Optional<String> account, Optional<String> plan, List<Window> windows, Instant fetchedAt, ReadingSource source,
    ReadingStatus status) {
  public Reading {
    windows = List.copyOf(windows);
  }

  /** Nothing is known, for a reason. */
  public static Reading without(ReadingStatus status, ReadingSource source, Instant at) {
    return new Reading(Optional.empty(), Optional.empty(), List.of(), at, source, status);
  }
}
