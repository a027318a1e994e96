package io.cistern.application.hydrate;

import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.placeholder.FetchGuard;

/**
 * Admits what the eager rules want until their total is used up. Content that is here already counts, so that many passes
 * bring no more than one. Used by one thread, for entries in order.
 */
final class EagerLimit {
  /** Set aside for content that is opened and never wanted unasked. */
  private static final String RESERVED = "/__extern/";

  private final EagerRules rules;
  private final FetchGuard guard;
  private long used;

  EagerLimit(EagerRules rules, FetchGuard guard) {
    this.guard = guard;
    this.rules = rules;
  }

  boolean admits(PathEntry entry) {
    boolean here = entry.state() == PathState.HYDRATED;
    boolean counts = here || entry.state() == PathState.PLACEHOLDER;
    if (!counts || entry.name().startsWith(RESERVED) || !rules.wants(entry.name(), entry.size())
        || guard.knowsAsBinary(entry)) {
      return false;
    }
    if (used + entry.size() > rules.maxTotal()) {
      return false;
    }
    used += entry.size();
    return true;
  }
}
