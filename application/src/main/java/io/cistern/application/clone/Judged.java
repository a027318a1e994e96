package io.cistern.application.clone;

import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.sync.SyncDecision;
import io.cistern.domain.sync.SyncPolicy;
import java.util.Optional;

/**
 * A fact and whether its name can be held here.
 *
 * @param key what the manifest calls it
 * @param unfit why it cannot be held
 */
record Judged(RemoteFact fact, String key, Optional<String> unfit) {
  SyncDecision decide(Optional<PathEntry> known, SyncPolicy.Basis basis) {
    return unfit
        .map(reason -> SyncPolicy.quarantine(known, key, fact, reason))
        .orElseGet(() -> SyncPolicy.decide(known, fact, basis));
  }
}
