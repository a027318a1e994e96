package io.cistern.fs.workspace;

import io.cistern.application.port.WorkspaceStore.ContentIdentity;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which change each content identity stands for, until it expires. Used under the store's writing lock. */
final class Identities {
  /** How many additions pay for one walk over all, so that clearing out costs little per addition. */
  private static final int SWEEP_EVERY = 4096;

  private final Map<Key, Seen> seen = new HashMap<>();
  private int added;

  private record Key(String kind, String key) {}

  private record Seen(long number, Instant until) {}

  void add(StoredChange change, Instant now) {
    change.identity().ifPresent(identity -> {
      seen.put(key(identity), new Seen(change.number(), expiry(change.at(), identity.ttl())));
      if (++added % SWEEP_EVERY == 0) {
        seen.values().removeIf(known -> !now.isBefore(known.until()));
      }
    });
  }

  /** The number of the change that carried it; empty when there is none, or its time is over. */
  Optional<Long> find(ContentIdentity identity, Instant now) {
    return Optional.ofNullable(seen.get(key(identity)))
        .filter(known -> now.isBefore(known.until()))
        .map(Seen::number);
  }

  private static Key key(ContentIdentity identity) {
    return new Key(identity.kind(), identity.key());
  }

  /** A time to live of zero, or one beyond what can be told as an instant, never ends. */
  private static Instant expiry(Instant from, Duration ttl) {
    boolean endless = !ttl.isPositive() || ttl.compareTo(Duration.between(from, Instant.MAX)) >= 0;
    return endless ? Instant.MAX : from.plus(ttl);
  }
}
