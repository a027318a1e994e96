package io.cistern.application.clone;

import io.cistern.application.port.Manifest;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.MassRemoval;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.WorkspaceEvent;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Counts the removals that a feed is about to bring, before any of them is applied (G4). */
final class RemovalGuard {
  private final Manifest manifest;
  private final EventCursor since;
  private final MassRemoval rule;
  private final Set<String> removed = new HashSet<>();

  RemovalGuard(Manifest manifest, EventCursor since, MassRemoval rule) {
    this.manifest = manifest;
    this.since = since;
    this.rule = rule;
  }

  /** Takes note of an event; a file that comes back is not removed. */
  void saw(WorkspaceEvent event) {
    switch (event.kind()) {
      case DELETED -> {
        boolean here = manifest.find(event.name())
            .filter(entry -> entry.state() == PathState.PLACEHOLDER || entry.state() == PathState.HYDRATED)
            .isPresent();
        if (here) {
          removed.add(event.name());
        }
      }
      case CREATED, UPDATED -> removed.remove(event.name());
      case OTHER -> {}
    }
  }

  /**
   * Goes on when the removals are few, or confirmed.
   *
   * @throws CisternException {@code RefusedMassRemoval} with the token that confirms these very removals
   */
  void check(Optional<String> confirmation) {
    if (refuses() && !confirmation.equals(Optional.of(token()))) {
      throw new CisternException(new Failure.RefusedMassRemoval(
          "the remote has removed " + removed.size() + " of " + manifest.counts().total()
              + " paths; nothing was removed here, and `cistern pull --confirm " + token() + "` allows it once"));
    }
  }

  /** Whether the removals are so many that they have to be confirmed. */
  boolean refuses() {
    return rule.refuses(removed.size(), manifest.counts().total());
  }

  /** What confirms these removals: the same for the same since the same place, in whatever order they are met. */
  String token() {
    return MassRemoval.token(since.value(), removed);
  }
}
