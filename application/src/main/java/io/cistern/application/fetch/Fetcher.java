package io.cistern.application.fetch;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.Flights;
import io.cistern.application.concurrent.RightOfWay;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Intake.Taken;
import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.application.port.Staging;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.DehydrateRule;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.quota.Admission;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.WorkspacePath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads one file from the remote into staging and checks it, without the lock. Publishing is {@link Filling}'s business.
 * One per mirror and process, because it knows what is being fetched. Safe for use by many threads.
 */
public final class Fetcher {
  /** A wrong or broken body may be one bad connection; the second one is the remote's own. */
  private static final int TRIES = 2;

  private final RemoteWorkspace remote;
  private final Staging staging;
  private final WorkingTree tree;
  private final Room room;
  private final Intake intake;
  private final InstantSource clock;
  private final Flights<WorkspacePath, HydrationOutcome> flights = new Flights<>();
  private final RightOfWay way;

  /** Keeps these; asks nothing yet. */
  @Inject
  public Fetcher(RemoteWorkspace remote, Staging staging, WorkingTree tree, InstantSource clock, Room room) {
    this(remote, staging, tree, clock, room, new RightOfWay());
  }

  /** As above, with this order of who goes first. */
  public Fetcher(
      RemoteWorkspace remote, Staging staging, WorkingTree tree, InstantSource clock, Room room, RightOfWay way) {
    this.way = way;
    this.remote = remote;
    this.staging = staging;
    this.tree = tree;
    this.room = room;
    this.clock = clock;
    this.intake = new Intake(staging, room, clock);
  }

  /** As above, with room for everything. */
  public Fetcher(RemoteWorkspace remote, Staging staging, WorkingTree tree, InstantSource clock) {
    this(remote, staging, tree, clock, Room.ENDLESS);
  }

  /** The paths this process is filling, from before the request until after the change is published. */
  public Flights<WorkspacePath, HydrationOutcome> flights() {
    return flights;
  }

  /** Who goes before whom in this process: reads of the eager lane give way between two pieces. */
  public RightOfWay way() {
    return way;
  }

  /** Whether the remote answers at all. */
  public boolean remoteHealthy(Patience patience) {
    return remote.healthy(patience);
  }

  /**
   * Prepares a placeholder's content, unless its name no longer holds the placeholder, the guard keeps it away, or there
   * is no room.
   *
   * @param patience for all of it, in the on-demand lane for the head of the answer only
   */
  public Fetched fill(PathEntry placeholder, Lane lane, Patience patience, StopSignal stop, FetchGuard guard) {
    Optional<Failure> guarded = guard.before(placeholder);
    if (guarded.isPresent()) {
      return Intake.notHere(placeholder, guarded.get());
    }
    return switch (tree.look(placeholder.path())) {
      case Look.File(Memo _, boolean untouched) when untouched ->
        admitted(placeholder, lane, () -> fetch(placeholder, lane, patience, stop, guard));
      case Look.File(Memo memo, boolean _) -> new Fetched.Edited(placeholder, memo);
      case Look.Absent() -> new Fetched.Skipped(placeholder, "removed here");
      case Look.NotAFile(String kind) -> new Fetched.Skipped(placeholder, "the name is held by a " + kind);
      case Look.Unreadable(String why) -> new Fetched.NotHere(
          placeholder, new Failure.LocalIo(placeholder.name(), "cannot be looked at: " + why), Optional.empty());
    };
  }

  /** The room is kept until what was fetched is finished or thrown away. */
  private Fetched admitted(PathEntry placeholder, Lane lane, Supplier<Fetched> fetching) {
    Admission admission;
    try {
      admission = room.enter(placeholder, lane);
    } catch (CisternException failed) {
      return Intake.notHere(placeholder, failed.failure());
    }
    return switch (admission) {
      case Admission.Refused(String reason, Instant _) -> new Fetched.NotHere(
          placeholder, new Failure.QuotaReached(placeholder.name() + ": " + reason), Optional.empty());
      case Admission.Allowed() -> {
        boolean staged = false;
        try {
          Fetched fetched = fetching.get();
          staged = fetched instanceof Fetched.Ready;
          yield fetched;
        } finally {
          if (!staged) {
            room.leave(placeholder);
          }
        }
      }
    };
  }

  /** What was prepared is published, or never will be: its room is free, or counted as content from now on. */
  public void finished(Fetched.Ready ready) {
    room.leave(ready.wanted());
  }

  /**
   * Prepares the content of the revision that the entry names, or of a newer one, whatever is on disk. Whoever gets it
   * says when it is {@link #finished}.
   *
   * @param patience for all of it, in the on-demand lane for the head of the answer only
   */
  public Fetched fetch(PathEntry wanted, Lane lane, Patience patience, StopSignal stop) {
    return admitted(wanted, lane, () -> fetch(wanted, lane, patience, stop, FetchGuard.NONE));
  }

  /** Prepares a placeholder for a file whose newer content there is no room for. */
  public Fetched.Ready withoutContent(PathEntry wanted) {
    StagedContent placeholder = staging.placeholder(wanted.updatedAt().orElseGet(clock::instant));
    PathEntry after = DehydrateRule.after(wanted);
    return new Fetched.Ready(wanted, after, placeholder);
  }

  private Fetched fetch(PathEntry wanted, Lane lane, Patience patience, StopSignal stop, FetchGuard guard) {
    Invariant.check(!Commits.heldHere(), "I8: no network under the mirror lock");
    Taken taken = attempt(wanted, lane, patience, stop, guard);
    for (int tries = 1; tries < TRIES && taken.again(); tries++) {
      taken = attempt(wanted, lane, patience, stop, guard);
    }
    return taken.fetched();
  }

  /**
   * Stages content that came without being asked for by name. Whoever gets it says when it is {@link #finished}.
   *
   * @return empty when its bytes are not what was announced, or the connection broke
   * @throws CisternException when it is not the remote that failed; {@code QuotaReached} when there is no room for it,
   *     {@code Guarded} when the guard keeps it away
   */
  public Optional<Fetched.Ready> take(
      RemoteContent content, Patience patience, StopSignal stop, FetchGuard guard) {
    PathEntry wanted = new PathEntry(
        content.name(), PathState.PLACEHOLDER, Optional.of(content.revision()), content.announcedHash(), 0,
        content.editedAt(), Optional.empty(), Optional.empty());
    return switch (admitted(
        wanted, Lane.EAGER, () -> intake.take(wanted, content, patience, stop, guard).fetched())) {
      case Fetched.Ready ready -> Optional.of(ready);
      case Fetched.NotHere(PathEntry _, Failure.Remote _, Optional<String> _) -> Optional.empty();
      case Fetched.NotHere notHere -> throw new CisternException(notHere.failure());
      case Fetched.Edited _, Fetched.Skipped _ -> Optional.empty();
    };
  }

  /** Makes what is ready durable, before a record vouches for it (invariant I4). */
  public void force(Collection<Fetched> prepared) {
    List<StagedContent> staged = prepared.stream()
        .filter(Fetched.Ready.class::isInstance)
        .map(fetched -> ((Fetched.Ready) fetched).staged())
        .toList();
    if (!staged.isEmpty()) {
      staging.force(staged);
    }
  }

  /** Throws staged bytes away that nothing will publish. */
  public void discard(Fetched.Ready ready) {
    staging.discard(List.of(ready.staged()));
  }

  /** Throws away what {@link #fill} had prepared and nobody will finish, and gives its room back. */
  public void giveUp(Fetched.Ready ready) {
    discard(ready);
    finished(ready);
  }

  private Taken attempt(PathEntry wanted, Lane lane, Patience patience, StopSignal stop, FetchGuard guard) {
    Politeness polite = new Politeness(patience, way, () -> isWaitedFor(wanted));
    try {
      stop.check();
      return switch (remote.read(wanted.path(), lane, lane == Lane.EAGER ? polite : patience)) {
        case ReadOutcome.Received(RemoteContent content) -> {
          try (content) {
            yield switch (lane) {
              case EAGER -> intake.take(wanted, polite.of(content), polite, stop, guard);
              // A person's deadline is for the first byte: a large file that arrives is worth waiting for.
              case ON_DEMAND -> intake.take(wanted, content, Deadline.NEVER, stop, guard);
            };
          }
        }
        case ReadOutcome.Gone() -> new Taken(
            Intake.notHere(wanted,
                Intake.remoteFailure(RemoteCode.REMOTE_NOT_FOUND, wanted, "the remote has no such file")),
            false);
        case ReadOutcome.Failed(Failure.Remote failure) -> new Taken(Intake.notHere(wanted, failure), false);
      };
    } catch (CisternException failed) {
      return new Taken(Intake.notHere(wanted, failed.failure()), false);
    }
  }

  private boolean isWaitedFor(PathEntry wanted) {
    return flights.underWay(wanted.path()).filter(Flights.Flight::isWaitedFor).isPresent();
  }
}
