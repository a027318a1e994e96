package io.cistern.domain.sync;

import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.util.Optional;

/**
 * Decides what a remote fact does to a path. An edit made here stays based on the revision the person saw, and nothing
 * is removed but by an explicit word of the remote that is newer than what is known.
 */
public final class SyncPolicy {
  private SyncPolicy() {}

  /** What tells whether a fact is news. */
  public enum Basis {
    /** The higher revision is the newer one. */
    REVISION,
    /** Other bytes are news whatever their revision: revisions began anew, or nothing orders them. */
    HASH
  }

  /**
   * The decision for a name that this file system can hold.
   *
   * @param known what the manifest holds for the name, quarantined or not
   */
  public static SyncDecision decide(Optional<PathEntry> known, RemoteFact fact, Basis basis) {
    return switch (fact) {
      case RemoteFact.Present present -> known
          .map(entry -> present(entry, present, basis))
          .orElseGet(() -> new SyncDecision.Create(created(present)));
      case RemoteFact.Unlisted unlisted ->
        known.map(entry -> unlisted(entry, unlisted)).orElseGet(SyncDecision.Leave::new);
      case RemoteFact.Removed removed ->
        known.map(entry -> removed(entry, removed)).orElseGet(SyncDecision.Leave::new);
    };
  }

  /**
   * The decision for a name that this file system cannot hold.
   *
   * @param key under which it is remembered
   */
  public static SyncDecision quarantine(Optional<PathEntry> known, String key, RemoteFact fact, String reason) {
    return switch (fact) {
      case RemoteFact.Removed _ -> known.filter(SyncPolicy::quarantined).isPresent()
          ? new SyncDecision.Forget()
          : new SyncDecision.Leave();
      case RemoteFact.Unlisted unlisted ->
        known.map(entry -> unlisted(entry, unlisted)).orElseGet(SyncDecision.Leave::new);
      case RemoteFact.Present present -> {
        PathEntry after = quarantined(key, present, reason);
        boolean news = known.map(entry -> quarantined(entry) && !entry.equals(after)).orElse(true);
        yield news ? new SyncDecision.Note(after) : new SyncDecision.Leave();
      }
    };
  }

  /** The entry of a name that is set aside. */
  public static PathEntry quarantined(String key, RemoteFact.Present fact, String reason) {
    return new PathEntry(
        key, PathState.QUARANTINED, fact.revision(), fact.hash(), Math.max(0, fact.size()), fact.updatedAt(),
        Optional.empty(), Optional.of(reason));
  }

  private static boolean quarantined(PathEntry entry) {
    return entry.state() == PathState.QUARANTINED;
  }

  /** A file known to be empty needs no request, ever: the name alone is all of it. */
  private static PathEntry created(RemoteFact.Present fact) {
    boolean empty = fact.hash().filter(ContentHash.OF_NOTHING::equals).isPresent();
    return new PathEntry(
        fact.name(), empty ? PathState.HYDRATED : PathState.PLACEHOLDER, fact.revision(), fact.hash(),
        empty ? 0 : Math.max(0, fact.size()), fact.updatedAt(), Optional.empty(), Optional.empty());
  }

  /** Keeps its state and everything that is here; where the state was lost, its revision says nothing any more. */
  private static SyncDecision unlisted(PathEntry known, RemoteFact.Unlisted fact) {
    if (known.state() == PathState.ADDED) {
      return new SyncDecision.Leave();
    }
    PathEntry after = fact.stateLost() && known.revision().isPresent() ? worthNothing(known) : known;
    return noted(known, after.withUnlisted(true));
  }

  private static PathEntry worthNothing(PathEntry known) {
    boolean reasoned = known.state() == PathState.CONFLICT || quarantined(known);
    return new PathEntry(
        known.name(), known.state(), Optional.empty(), known.hash(), known.size(), known.updatedAt(), known.memo(),
        reasoned ? known.reason() : Optional.of("the remote lists it no more"));
  }

  /** The remote has the file, whatever else is known of it. */
  private static SyncDecision listed(PathEntry known) {
    return noted(known, known.withUnlisted(false));
  }

  private static SyncDecision noted(PathEntry known, PathEntry after) {
    return after.equals(known) ? new SyncDecision.Leave() : new SyncDecision.Note(after);
  }

  private static SyncDecision present(PathEntry known, RemoteFact.Present fact, Basis basis) {
    if (quarantined(known)) {
      return new SyncDecision.Create(created(fact));
    }
    boolean news = switch (basis) {
      case REVISION -> newer(known, fact);
      case HASH -> !known.revision().equals(fact.revision()) || (fact.hash().isPresent() && !sameBytes(known, fact));
    };
    if (!news) {
      return listed(known);
    }
    return switch (known.state()) {
      case PLACEHOLDER -> new SyncDecision.Note(created(fact).withMemo(known.memo()));
      case HYDRATED -> sameBytes(known, fact)
          ? new SyncDecision.Note(based(known, fact))
          : new SyncDecision.Refresh(based(known, fact));
      case MODIFIED -> sameBytes(known, fact)
          ? new SyncDecision.Note(based(known, fact))
          : conflict(known.withUnlisted(false), "changed here and remotely");
      case ADDED -> conflict(known, "added here and remotely");
      case REMOVED -> sameBytes(known, fact)
          ? new SyncDecision.Note(based(known, fact))
          : conflict(known.withUnlisted(false), "removed here, changed remotely");
      case CONFLICT, QUARANTINED -> listed(known);
    };
  }

  private static SyncDecision removed(PathEntry known, RemoteFact.Removed fact) {
    if (older(fact.revision(), known.revision())) {
      return new SyncDecision.Leave();
    }
    return switch (known.state()) {
      case PLACEHOLDER, HYDRATED -> new SyncDecision.Remove();
      case MODIFIED -> conflict(known, "changed here, removed remotely");
      case REMOVED, QUARANTINED -> new SyncDecision.Forget();
      case ADDED, CONFLICT -> new SyncDecision.Leave();
    };
  }

  private static SyncDecision conflict(PathEntry known, String reason) {
    return new SyncDecision.Note(known.withState(PathState.CONFLICT).withReason(Optional.of(reason)));
  }

  private static PathEntry based(PathEntry known, RemoteFact.Present fact) {
    boolean same = sameBytes(known, fact);
    return new PathEntry(
        known.name(), known.state(), fact.revision(), fact.hash(),
        same ? known.size() : Math.max(0, fact.size()), fact.updatedAt(), known.memo(), Optional.empty());
  }

  private static boolean sameBytes(PathEntry known, RemoteFact.Present fact) {
    return known.hash().isPresent() && known.hash().equals(fact.hash());
  }

  private static boolean newer(PathEntry known, RemoteFact.Present fact) {
    if (fact.revision().isPresent() && known.revision().isPresent()) {
      int order = fact.revision().get().compareTo(known.revision().get());
      return order > 0 || (order == 0 && known.hash().isEmpty() && fact.hash().isPresent());
    }
    return known.revision().isEmpty() || (fact.hash().isPresent() && !fact.hash().equals(known.hash()));
  }

  private static boolean older(Optional<Revision> told, Optional<Revision> known) {
    return told.isPresent() && known.isPresent() && told.get().compareTo(known.get()) < 0;
  }
}
