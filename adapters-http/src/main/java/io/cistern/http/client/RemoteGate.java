package io.cistern.http.client;

import io.cistern.domain.quota.Admission;
import java.time.Instant;

/**
 * Remembers until when the broker wants to be left alone: a whole home, which is one account's credentials
 * for one broker, or one endpoint of one workspace. Every request asks first. Safe for use by many threads.
 */
public interface RemoteGate {
  /** Whether any request of this home may be sent. */
  Admission home(Instant now);

  /**
   * Whether a request to this endpoint may be sent, as far as the endpoint is concerned.
   *
   * @param endpoint workspace and route
   */
  Admission endpoint(String endpoint, Instant now);

  /** Holds every request back; a hold is only ever prolonged. */
  void holdHome(Instant until);

  /** Holds requests to one endpoint back; a hold is only ever prolonged. */
  void holdEndpoint(String endpoint, Instant until);
}
