package io.cistern.domain.placeholder;

import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.YieldRule;
import io.cistern.domain.workspace.ContentHash;
import java.util.Optional;

/** Which content may be given back: what the remote has, too, and nobody asked to keep. */
public final class DehydrateRule {
  private DehydrateRule() {}

  /** Whether bytes may lie under the name, so that giving them back can be asked for. */
  public static boolean holdsContent(PathEntry entry) {
    return switch (entry.state()) {
      case HYDRATED, MODIFIED, ADDED, CONFLICT -> true;
      case PLACEHOLDER, REMOVED, QUARANTINED -> false;
    };
  }

  /** What is against it, as far as the manifest knows; the file itself is still to be looked at. */
  public static Optional<Keep> keeps(PathEntry entry, Pins pins) {
    return switch (entry.state()) {
      case MODIFIED, ADDED -> Optional.of(Keep.LOCAL_CHANGES);
      case CONFLICT -> Optional.of(Keep.IN_CONFLICT);
      case PLACEHOLDER, REMOVED, QUARANTINED -> Optional.of(Keep.CHANGED_MEANWHILE);
      case HYDRATED -> keepsClean(entry, pins);
    };
  }

  /** The entry once the content is given back. */
  public static PathEntry after(PathEntry entry) {
    return entry.withState(PathState.PLACEHOLDER).withMemo(Optional.empty()).withReason(Optional.empty());
  }

  private static Optional<Keep> keepsClean(PathEntry entry, Pins pins) {
    if (pins.over(entry.name()).isPresent()) {
      return Optional.of(Keep.PINNED);
    }
    if (entry.unlisted() || entry.revision().isEmpty() || entry.hash().isEmpty()) {
      return Optional.of(Keep.NOT_ON_REMOTE);
    }
    if (entry.hash().filter(ContentHash.OF_NOTHING::equals).isPresent()) {
      return Optional.of(Keep.EMPTY);
    }
    boolean outdated = entry.reason().isPresent() && entry.memo().isPresent() && !YieldRule.saysNotWritable(entry);
    return outdated ? Optional.of(Keep.OUTDATED) : Optional.empty();
  }
}
