package io.cistern.http.virtual;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A request, and how far its answer has come.
 *
 * @param number 1 for the first the broker ever got
 * @param endpoint {@code tree file export events health}
 * @param path what it is about; empty where it names none
 * @param parameters of its query
 * @param at when it came
 * @param status 0 while there is no head of an answer, and for ever when none came
 * @param sent bytes of the body that the client has got
 * @param over whether the client has done with it
 */
public record Request(
    int number, String endpoint, String path, Map<String, String> parameters, Instant at, int status, long sent,
    boolean over) {
  public Request {
    parameters = Map.copyOf(parameters);
  }

  /** Where a page goes on. */
  public Optional<String> cursor() {
    return Optional.ofNullable(parameters.get("cursor"));
  }

  /** Whether it asks for the newest event. */
  public boolean forTip() {
    return "desc".equals(parameters.get("direction"));
  }
}
