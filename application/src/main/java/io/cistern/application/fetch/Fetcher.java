package io.cistern.application.fetch;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.Flights;
import io.cistern.application.concurrent.StopSignal;
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
import io.cistern.domain.placeholder.FetchRule;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.WorkspacePath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

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
  private final InstantSource clock;
  private final Flights<WorkspacePath, HydrationOutcome> flights = new Flights<>();

  /** Keeps these; asks nothing yet. */
  @Inject
  public Fetcher(RemoteWorkspace remote, Staging staging, WorkingTree tree, InstantSource clock) {
    this.remote = remote;
    this.staging = staging;
    this.tree = tree;
    this.clock = clock;
  }

  /** The paths this process is filling, from before the request until after the change is published. */
  public Flights<WorkspacePath, HydrationOutcome> flights() {
    return flights;
  }

  /** Whether the remote answers at all. */
  public boolean remoteHealthy(Patience patience) {
    return remote.healthy(patience);
  }

  /**
   * Prepares a placeholder's content, unless its name no longer holds the placeholder.
   *
   * @param patience for all of it, in the on-demand lane for the head of the answer only
   */
  public Fetched fill(PathEntry placeholder, Lane lane, Patience patience, StopSignal stop) {
    return switch (tree.look(placeholder.path())) {
      case Look.File(Memo _, boolean untouched) when untouched -> fetch(placeholder, lane, patience, stop);
      case Look.File(Memo memo, boolean _) -> new Fetched.Edited(placeholder, memo);
      case Look.Absent() -> new Fetched.Skipped(placeholder, "removed here");
      case Look.NotAFile(String kind) -> new Fetched.Skipped(placeholder, "the name is held by a " + kind);
      case Look.Unreadable(String why) -> new Fetched.NotHere(
          placeholder, new Failure.LocalIo(placeholder.name(), "cannot be looked at: " + why), Optional.empty());
    };
  }

  /**
   * Prepares the content of the revision that the entry names, or of a newer one, whatever is on disk.
   *
   * @param patience for all of it, in the on-demand lane for the head of the answer only
   */
  public Fetched fetch(PathEntry wanted, Lane lane, Patience patience, StopSignal stop) {
    Invariant.check(!Commits.heldHere(), "I8: no network under the mirror lock");
    Attempt attempt = attempt(wanted, lane, patience, stop);
    for (int tries = 1; tries < TRIES && attempt.again(); tries++) {
      attempt = attempt(wanted, lane, patience, stop);
    }
    return attempt.fetched();
  }

  /**
   * Stages content that came without being asked for by name.
   *
   * @return empty when its bytes are not what was announced, or the connection broke
   * @throws CisternException when it is not the remote that failed
   */
  public Optional<Fetched.Ready> take(RemoteContent content, Patience patience, StopSignal stop) {
    PathEntry wanted = new PathEntry(
        content.name(), PathState.PLACEHOLDER, Optional.of(content.revision()), content.announcedHash(), 0,
        content.editedAt(), Optional.empty(), Optional.empty());
    return switch (received(wanted, content, patience, stop).fetched()) {
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

  private record Attempt(Fetched fetched, boolean again) {}

  private Attempt attempt(PathEntry wanted, Lane lane, Patience patience, StopSignal stop) {
    try {
      stop.check();
      return switch (remote.read(wanted.path(), lane, patience)) {
        case ReadOutcome.Received(RemoteContent content) -> {
          try (content) {
            yield received(wanted, content, forTheBody(lane, patience), stop);
          }
        }
        case ReadOutcome.Gone() -> new Attempt(
            notHere(wanted, remoteFailure(RemoteCode.REMOTE_NOT_FOUND, wanted, "the remote has no such file")), false);
        case ReadOutcome.Failed(Failure.Remote failure) -> new Attempt(notHere(wanted, failure), false);
      };
    } catch (CisternException failed) {
      return new Attempt(notHere(wanted, failed.failure()), false);
    }
  }

  /** A person's deadline is for the first byte: a large file that arrives is worth waiting for. */
  private static Patience forTheBody(Lane lane, Patience patience) {
    return switch (lane) {
      case EAGER -> patience;
      case ON_DEMAND -> Deadline.NEVER;
    };
  }

  private Attempt received(PathEntry wanted, RemoteContent content, Patience patience, StopSignal stop) {
    if (!content.name().equals(wanted.name())) {
      String message = "asked for " + wanted.name() + " and was answered with another file";
      return new Attempt(notHere(wanted, remoteFailure(RemoteCode.REMOTE_BROKEN_ANSWER, wanted, message)), true);
    }
    Instant modified = content.editedAt().or(wanted::updatedAt).orElseGet(clock::instant);
    WatchedBody body = new WatchedBody(content.body(), wanted.name(), patience, stop);
    StagedContent staged;
    try {
      staged = staging.stage(body, modified, patience);
    } catch (CisternException failed) {
      return new Attempt(notHere(wanted, cause(wanted, body, failed)), body.broken().isPresent());
    }
    if (!FetchRule.accepts(wanted, content.revision(), content.announcedHash(), staged.hash())) {
      staging.discard(List.of(staged));
      String message = wanted.name() + " came with bytes that do not have the announced hash";
      return new Attempt(notHere(wanted, remoteFailure(RemoteCode.HASH_MISMATCH, wanted, message)), true);
    }
    PathEntry after =
        FetchRule.hydrated(wanted, content.revision(), staged.hash(), staged.size(), content.editedAt());
    return new Attempt(new Fetched.Ready(wanted, after, staged), false);
  }

  private static Failure cause(PathEntry wanted, WatchedBody body, CisternException failed) {
    if (failed.failure() instanceof Failure.TimedOut) {
      return remoteFailure(RemoteCode.REMOTE_TIMEOUT, wanted, "reading " + wanted.name() + " took too long");
    }
    return body.broken().orElse(failed.failure());
  }

  private static Fetched notHere(PathEntry wanted, Failure failure) {
    boolean lasting = failure instanceof Failure.Remote remote
        && switch (remote.code()) {
          case REMOTE_NOT_FOUND, FORBIDDEN, HASH_MISMATCH, REMOTE_BROKEN_ANSWER -> true;
          case REMOTE_RATE_LIMITED, REMOTE_BUSY, REMOTE_TIMEOUT, REMOTE_UNAVAILABLE, NOT_AUTHORISED,
              WORKSPACE_GONE ->
            false;
        };
    return new Fetched.NotHere(
        wanted, failure, lasting ? Optional.of(failure.message()) : Optional.empty());
  }

  private static Failure.Remote remoteFailure(RemoteCode code, PathEntry wanted, String message) {
    return new Failure.Remote(code, Optional.of(wanted.name()), message, Optional.empty());
  }
}
