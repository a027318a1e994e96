package io.cistern.http.client;

import io.cistern.domain.quota.Admission;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A gate of one process that forgets when it ends. Safe for use by many threads. */
public final class InMemoryRemoteGate implements RemoteGate {
  /** No endpoint is called so. */
  private static final String HOME = "";

  private final Map<String, Instant> held = new ConcurrentHashMap<>();

  @Override
  public Admission home(Instant now) {
    return admission(HOME, "rate limited by the broker", now);
  }

  @Override
  public Admission endpoint(String endpoint, Instant now) {
    return admission(endpoint, "the broker is busy", now);
  }

  @Override
  public void holdHome(Instant until) {
    held.merge(HOME, until, InMemoryRemoteGate::later);
  }

  @Override
  public void holdEndpoint(String endpoint, Instant until) {
    held.merge(endpoint, until, InMemoryRemoteGate::later);
  }

  private Admission admission(String key, String reason, Instant now) {
    return Optional.ofNullable(held.get(key))
        .filter(now::isBefore)
        .<Admission>map(until -> new Admission.Refused(reason, until))
        .orElseGet(Admission.Allowed::new);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
