package io.cistern.domain.change;

import io.cistern.domain.manifest.LocalRule;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/**
 * Decides what adding content does to a path. What stays based on a remote revision stays based on it; bytes that a
 * person put there and nobody has looked at are never taken away; what a person put there knowingly goes to trash.
 */
public final class AddPolicy {
  private AddPolicy() {}

  /**
   * The content to be added.
   *
   * @param inPlace whether it is the visible file itself that shall be known from now on
   */
  public record Wanted(WorkspacePath path, ContentHash hash, long size, boolean inPlace) {}

  /** The decision on what is true now. */
  public static AddDecision decide(Wanted wanted, Optional<PathEntry> known, OnDisk disk) {
    if (known.filter(entry -> entry.state() == PathState.CONFLICT).isPresent()) {
      return new AddDecision.Refused(
          Refusal.IN_CONFLICT, "it is in conflict: " + reason(known, "changed on both sides"));
    }
    if (known.filter(entry -> entry.state() == PathState.QUARANTINED).isPresent()) {
      return new AddDecision.Refused(
          Refusal.NAME_TAKEN, "a remote file of that name is set aside: " + reason(known, "it cannot be held here"));
    }
    return switch (disk) {
      case OnDisk.NoFile(String kind) ->
        new AddDecision.Refused(Refusal.NAME_TAKEN, "the name is held by a " + kind);
      case OnDisk.Unreadable(String why) -> new AddDecision.Refused(Refusal.UNREADABLE, why);
      case OnDisk.Absent() -> wanted.inPlace()
          ? new AddDecision.Refused(Refusal.UNREADABLE, "it is gone")
          : new AddDecision.Publish(new Expected.Absent(), after(wanted, known), known.filter(AddPolicy::isHere)
              .isPresent());
      case OnDisk.Content there -> known
          .map(entry -> overKnown(wanted, entry, there))
          .orElseGet(() -> overUnknown(wanted, there));
    };
  }

  private static AddDecision overUnknown(Wanted wanted, OnDisk.Content there) {
    return there.hash().equals(wanted.hash())
        ? register(wanted, Optional.empty(), there)
        : new AddDecision.Edited(Optional.empty());
  }

  private static AddDecision overKnown(Wanted wanted, PathEntry known, OnDisk.Content there) {
    boolean same = there.hash().equals(wanted.hash());
    return switch (known.state()) {
      case PLACEHOLDER -> overPlaceholder(wanted, known, there);
      case HYDRATED -> overHydrated(wanted, known, there);
      case MODIFIED, ADDED -> overLocal(wanted, known, there);
      case REMOVED -> same ? register(wanted, Optional.of(known), there) : edited(known, there, PathState.MODIFIED);
      case CONFLICT, QUARANTINED -> throw new IllegalArgumentException(known.state().name());
    };
  }

  private static AddDecision overPlaceholder(Wanted wanted, PathEntry known, OnDisk.Content there) {
    if (there.placeholder()) {
      return wanted.inPlace()
          ? new AddDecision.Known()
          : new AddDecision.Publish(new Expected.Placeholder(), after(wanted, Optional.of(known)), true);
    }
    return there.hash().equals(wanted.hash())
        ? register(wanted, Optional.of(known), there)
        : edited(known, there, PathState.MODIFIED);
  }

  private static AddDecision overHydrated(Wanted wanted, PathEntry known, OnDisk.Content there) {
    boolean same = there.hash().equals(wanted.hash());
    boolean clean = known.hash().equals(Optional.of(there.hash()));
    if (same) {
      return clean ? new AddDecision.Known() : register(wanted, Optional.of(known), there);
    }
    return clean ? replace(wanted, known, there) : edited(known, there, PathState.MODIFIED);
  }

  private static AddDecision overLocal(Wanted wanted, PathEntry known, OnDisk.Content there) {
    boolean noticed = known.memo().filter(memo -> memo.sameLook(there.memo())).isPresent();
    if (there.hash().equals(wanted.hash())) {
      boolean settled = after(wanted, Optional.of(known)).state() == known.state();
      return settled && (noticed || !wanted.inPlace())
          ? new AddDecision.Known()
          : register(wanted, Optional.of(known), there);
    }
    return noticed ? replace(wanted, known, there) : edited(known, there, known.state());
  }

  private static AddDecision replace(Wanted wanted, PathEntry known, OnDisk.Content there) {
    return new AddDecision.Publish(
        new Expected.Content(there.hash(), Optional.of(there.memo())), after(wanted, Optional.of(known)), true);
  }

  private static AddDecision register(Wanted wanted, Optional<PathEntry> known, OnDisk.Content there) {
    return new AddDecision.Register(
        after(wanted, known).withMemo(Optional.of(there.memo())), known.filter(AddPolicy::isHere).isPresent());
  }

  /** Written down, so that whoever adds over it the next time does so knowingly. */
  private static AddDecision edited(PathEntry known, OnDisk.Content there, PathState state) {
    return new AddDecision.Edited(Optional.of(
        known.withState(state)
            .withSize(there.memo().size())
            .withMemo(Optional.of(there.memo()))
            .withReason(Optional.empty())));
  }

  /** The entry once the content is there; its memo comes with the publication. */
  private static PathEntry after(Wanted wanted, Optional<PathEntry> known) {
    return LocalRule.holding(wanted.path(), known, wanted.hash(), wanted.size());
  }

  private static boolean isHere(PathEntry entry) {
    return entry.state() != PathState.REMOVED;
  }

  private static String reason(Optional<PathEntry> known, String otherwise) {
    return known.flatMap(PathEntry::reason).orElse(otherwise);
  }
}
