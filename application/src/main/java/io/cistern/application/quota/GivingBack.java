package io.cistern.application.quota;

import io.cistern.application.commit.Change;
import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.Staging;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.DehydrateRule;
import io.cistern.domain.placeholder.DehydrationOutcome;
import io.cistern.domain.placeholder.Keep;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.StagedContent;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns clean files into placeholders: looks at each without the lock, commits them with shared forces, and says what
 * came of each. Their room is free when it returns. Safe for use by many threads.
 */
public final class GivingBack {
  private final Commits commits;
  private final Manifest manifest;
  private final Staging staging;
  private final WorkingTree tree;
  private final InstantSource clock;

  /** Keeps these. */
  @Inject
  public GivingBack(Commits commits, Manifest manifest, Staging staging, WorkingTree tree, InstantSource clock) {
    this.commits = commits;
    this.manifest = manifest;
    this.staging = staging;
    this.tree = tree;
    this.clock = clock;
  }

  /** How sure to be that nobody has changed a file. */
  public enum Proof {
    /** Its bytes are read and have the hash that the manifest knows. */
    HASH,
    /** It looks as it did when it was published; its bytes are read only where that proves nothing. */
    LOOK
  }

  /** A path on its way: what came of it already, or the change that decides it. */
  private sealed interface Prepared {
    record Decided(DehydrationOutcome outcome) implements Prepared {}

    record Edited(FoundEdit change) implements Prepared {}

    record Clean(GiveBack change) implements Prepared {}
  }

  /**
   * Gives these back; no path stands twice among them.
   *
   * @return one per entry, in order
   * @throws CisternException when the mirror is in use, damaged or tainted, or the disk is too full for the record of it
   */
  public List<DehydrationOutcome> giveBack(List<PathEntry> entries, Origin origin, Proof proof) {
    List<Prepared> prepared = entries.stream().map(entry -> prepare(entry, origin, proof)).toList();
    staging.force(prepared.stream()
        .filter(Prepared.Clean.class::isInstance)
        .map(one -> ((Prepared.Clean) one).change().placeholder())
        .toList());
    List<Change> changes = new ArrayList<>();
    for (Prepared one : prepared) {
      switch (one) {
        case Prepared.Decided _ -> {}
        case Prepared.Edited(FoundEdit change) -> changes.add(change);
        case Prepared.Clean(GiveBack change) -> changes.add(change);
      }
    }
    List<CommitResult> results = commits.commitAll(changes);
    List<DehydrationOutcome> outcomes = new ArrayList<>(entries.size());
    int next = 0;
    for (Prepared one : prepared) {
      outcomes.add(switch (one) {
        case Prepared.Decided(DehydrationOutcome outcome) -> outcome;
        case Prepared.Edited _ -> edited(results.get(next++));
        case Prepared.Clean(GiveBack change) -> outcome(change, results.get(next++));
      });
    }
    return outcomes;
  }

  private Prepared prepare(PathEntry entry, Origin origin, Proof proof) {
    Optional<Keep> kept = DehydrateRule.keeps(entry, manifest.pins());
    if (kept.isPresent()) {
      return kept(kept.get());
    }
    try {
      return switch (tree.look(entry.path())) {
        case Look.Absent() -> kept(Keep.MISSING);
        case Look.NotAFile _ -> kept(Keep.NOT_A_FILE);
        case Look.Unreadable(String why) -> failed(new Failure.LocalIo(entry.name(), "cannot be looked at: " + why));
        case Look.File _ when inUse(entry, origin) -> kept(Keep.IN_USE);
        case Look.File(Memo look, boolean _) -> compared(entry, look, origin, proof);
      };
    } catch (CisternException refused) {
      return failed(refused.failure());
    }
  }

  /** The look comes before the hash, so that an edit in between shows as a stale memo. */
  private Prepared compared(PathEntry entry, Memo look, Origin origin, Proof proof) {
    boolean proven = entry.memo().filter(known -> known.proves(look)).isPresent();
    boolean same = switch (proof) {
      case LOOK -> proven || tree.hash(entry.path()).equals(entry.hash());
      case HASH -> tree.hash(entry.path()).equals(entry.hash());
    };
    if (!same) {
      return proven ? kept(Keep.DAMAGED) : new Prepared.Edited(new FoundEdit(entry, look));
    }
    StagedContent placeholder = staging.placeholder(entry.updatedAt().orElseGet(clock::instant));
    return new Prepared.Clean(new GiveBack(entry, look, placeholder, origin));
  }

  /** Where nobody can tell, what is displaced goes to trash: safe, but no room is made by that. */
  private boolean inUse(PathEntry entry, Origin origin) {
    return tree.usage(entry.path()).flatMap(WorkingTree.Usage::written).orElse(origin == Origin.EVICT);
  }

  private static DehydrationOutcome edited(CommitResult result) {
    return result instanceof CommitResult.Unpublished(var _, CisternException cause)
        ? new DehydrationOutcome.Failed(cause.failure())
        : new DehydrationOutcome.Kept(Keep.EDITED);
  }

  private DehydrationOutcome outcome(GiveBack change, CommitResult result) {
    return switch (result) {
      case CommitResult.Done done -> done.outcomes().stream().anyMatch(Outcome.Yielded.class::isInstance)
          ? new DehydrationOutcome.Kept(Keep.CHANGED_MEANWHILE)
          : new DehydrationOutcome.Dehydrated(change.seen().size());
      case CommitResult.Unpublished(var _, CisternException cause) -> new DehydrationOutcome.Failed(cause.failure());
      case CommitResult.Nothing() -> {
        staging.discard(List.of(change.placeholder()));
        yield new DehydrationOutcome.Kept(Keep.CHANGED_MEANWHILE);
      }
      case CommitResult.StagingLost() -> new DehydrationOutcome.Failed(
          new Failure.LocalIo("staging", "what was prepared for " + change.seen().name() + " is gone from staging"));
    };
  }

  private static Prepared kept(Keep why) {
    return new Prepared.Decided(new DehydrationOutcome.Kept(why));
  }

  private static Prepared failed(Failure reason) {
    return new Prepared.Decided(new DehydrationOutcome.Failed(reason));
  }
}
