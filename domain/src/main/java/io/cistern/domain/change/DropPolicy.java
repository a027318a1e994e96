package io.cistern.domain.change;

import io.cistern.domain.manifest.LocalRule;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.Expected;
import java.util.Optional;

/** Decides what dropping a path does to it; an edit that nobody has looked at keeps the name. */
public final class DropPolicy {
  private DropPolicy() {}

  /** What becomes of a path that is to go. */
  public sealed interface Drop {
    /** It is gone already. */
    record Gone() implements Drop {}

    /**
     * The visible file goes to trash.
     *
     * @param after empty when nobody else knows of the path
     */
    record Trash(Expected expected, Optional<PathEntry> after) implements Drop {}

    /**
     * Nothing lies there, and the manifest learns of it.
     *
     * @param after empty when the name is to be forgotten
     */
    record Note(Optional<PathEntry> after) implements Drop {}

    /**
     * It cannot go.
     *
     * @param why for people
     */
    record Refused(Refusal reason, String why) implements Drop {}
  }

  /** The decision on what is true now. */
  public static Drop decide(Optional<PathEntry> known, OnDisk disk) {
    if (known.isEmpty()) {
      return disk instanceof OnDisk.Absent
          ? new Drop.Gone()
          : new Drop.Refused(Refusal.CHANGED_HERE, "a local file that was never added has the name");
    }
    PathEntry entry = known.get();
    return switch (entry.state()) {
      case REMOVED -> disk instanceof OnDisk.Absent ? new Drop.Gone() : changedHere();
      case CONFLICT -> new Drop.Refused(Refusal.IN_CONFLICT, "it is in conflict");
      case QUARANTINED -> new Drop.Refused(Refusal.NAME_TAKEN, "the name is set aside");
      case PLACEHOLDER, HYDRATED, MODIFIED, ADDED -> switch (disk) {
        case OnDisk.Absent() -> new Drop.Note(LocalRule.removed(entry));
        case OnDisk.NoFile(String kind) ->
          new Drop.Refused(Refusal.NAME_TAKEN, "the name is held by a " + kind);
        case OnDisk.Unreadable(String why) -> new Drop.Refused(Refusal.UNREADABLE, why);
        case OnDisk.Content there -> expected(entry, there)
            .<Drop>map(expected -> new Drop.Trash(expected, LocalRule.removed(entry)))
            .orElseGet(DropPolicy::changedHere);
      };
    };
  }

  private static Drop changedHere() {
    return new Drop.Refused(Refusal.CHANGED_HERE, "changed here since it was last looked at");
  }

  /** What lies there, if it is what the manifest knows of. */
  private static Optional<Expected> expected(PathEntry entry, OnDisk.Content there) {
    Expected content = new Expected.Content(there.hash(), Optional.of(there.memo()));
    return switch (entry.state()) {
      case PLACEHOLDER -> there.placeholder() ? Optional.of(new Expected.Placeholder()) : Optional.empty();
      case HYDRATED -> Optional.of(content).filter(_ -> entry.hash().equals(Optional.of(there.hash())));
      case MODIFIED, ADDED, REMOVED, CONFLICT, QUARANTINED -> Optional.of(content)
          .filter(_ -> entry.memo().filter(memo -> memo.sameLook(there.memo())).isPresent());
    };
  }
}
