package io.cistern.domain.change;

import io.cistern.domain.manifest.LocalRule;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.workspace.ContentHash;
import java.util.Optional;

/**
 * Decides on what lies beside a database's name when another database takes the name: a write-ahead log of the old one
 * would be played into the new one. As everywhere, bytes that nobody has looked at are never taken away.
 */
public final class CompanionPolicy {
  private CompanionPolicy() {}

  /**
   * The decision on what is true now.
   *
   * @param known what the manifest holds for the companion
   */
  public static CompanionDecision decide(Optional<PathEntry> known, OnDisk disk) {
    Optional<PathEntry> live = known.filter(entry -> entry.state() != PathState.REMOVED);
    return switch (disk) {
      case OnDisk.Absent() -> live
          .<CompanionDecision>map(entry -> new CompanionDecision.Away(whatever(entry), LocalRule.removed(entry)))
          .orElseGet(CompanionDecision.None::new);
      case OnDisk.NoFile _ -> new CompanionDecision.None(); // no database keeps one
      case OnDisk.Unreadable(String why) -> new CompanionDecision.Stays("cannot be looked at: " + why);
      case OnDisk.Content there -> live
          .map(entry -> decide(entry, there))
          .orElseGet(() -> new CompanionDecision.Stays("was never added"));
    };
  }

  private static CompanionDecision decide(PathEntry known, OnDisk.Content there) {
    Expected expected = there.placeholder() && known.state() == PathState.PLACEHOLDER
        ? new Expected.Placeholder()
        : new Expected.Content(there.hash(), Optional.of(there.memo()));
    return isNoticed(known, there)
        ? new CompanionDecision.Away(expected, LocalRule.removed(known))
        : new CompanionDecision.Stays("was changed here, or is in conflict");
  }

  private static boolean isNoticed(PathEntry known, OnDisk.Content there) {
    return switch (known.state()) {
      case PLACEHOLDER -> there.placeholder();
      case HYDRATED -> known.hash().equals(Optional.of(there.hash()));
      case MODIFIED, ADDED -> known.memo().filter(memo -> memo.sameLook(there.memo())).isPresent();
      case REMOVED, CONFLICT, QUARANTINED -> false;
    };
  }

  /** Nothing is there; should something come back before the switch, it is not expected and stays. */
  private static Expected whatever(PathEntry entry) {
    return entry.state() == PathState.PLACEHOLDER
        ? new Expected.Placeholder()
        : new Expected.Content(entry.hash().orElse(ContentHash.OF_NOTHING), Optional.empty());
  }
}
