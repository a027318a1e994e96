package io.cistern.application.fetch;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.Staging;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.FetchRule;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Patience;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Takes an answer's body into staging and checks it against what was announced. Safe for use by many threads. */
final class Intake {
  private final Staging staging;
  private final Room room;
  private final InstantSource clock;

  Intake(Staging staging, Room room, InstantSource clock) {
    this.staging = staging;
    this.room = room;
    this.clock = clock;
  }

  /**
   * How taking a body ended.
   *
   * @param again whether the same request may bring a better one
   */
  record Taken(Fetched fetched, boolean again) {}

  Taken take(PathEntry wanted, RemoteContent content, Patience patience, StopSignal stop, FetchGuard guard) {
    if (!content.name().equals(wanted.name())) {
      String message = "asked for " + wanted.name() + " and was answered with another file";
      return new Taken(notHere(wanted, remoteFailure(RemoteCode.REMOTE_BROKEN_ANSWER, wanted, message)), true);
    }
    Instant modified = content.editedAt().or(wanted::updatedAt).orElseGet(clock::instant);
    WatchedBody body = new WatchedBody(content.body(), wanted, patience, stop, new BodyLimit(wanted, guard, room));
    StagedContent staged;
    try {
      staged = staging.stage(probed(body, wanted, guard), modified, patience);
    } catch (CisternException failed) {
      return new Taken(notHere(wanted, cause(wanted, body, failed)), body.broken().isPresent());
    } catch (IOException failed) {
      Failure cause = body.broken().orElseGet(
          () -> remoteFailure(RemoteCode.REMOTE_UNAVAILABLE, wanted, "reading " + wanted.name() + " broke off"));
      return new Taken(notHere(wanted, cause), true);
    }
    if (!FetchRule.accepts(wanted, content.revision(), content.announcedHash(), staged.hash())) {
      staging.discard(List.of(staged));
      String message = wanted.name() + " came with bytes that do not have the announced hash";
      return new Taken(notHere(wanted, remoteFailure(RemoteCode.HASH_MISMATCH, wanted, message)), true);
    }
    PathEntry after =
        FetchRule.hydrated(wanted, content.revision(), staged.hash(), staged.size(), content.editedAt());
    return new Taken(new Fetched.Ready(wanted, after, staged), false);
  }

  /** The whole body, after a look at its beginning where that decides. */
  private static InputStream probed(InputStream body, PathEntry wanted, FetchGuard guard) throws IOException {
    if (!guard.textOnly()) {
      return body;
    }
    byte[] start = body.readNBytes(guard.probeBytes());
    Optional<Failure> binary = guard.binary(wanted.name(), start);
    if (binary.isPresent()) {
      throw new CisternException(binary.get());
    }
    return new SequenceInputStream(new ByteArrayInputStream(start), body);
  }

  private static Failure cause(PathEntry wanted, WatchedBody body, CisternException failed) {
    if (failed.failure() instanceof Failure.TimedOut) {
      return remoteFailure(RemoteCode.REMOTE_TIMEOUT, wanted, "reading " + wanted.name() + " took too long");
    }
    return body.broken().orElse(failed.failure());
  }

  static Fetched notHere(PathEntry wanted, Failure failure) {
    boolean lasting = failure instanceof Failure.Guarded || (failure instanceof Failure.Remote remote
        && switch (remote.code()) {
          case REMOTE_NOT_FOUND, FORBIDDEN, HASH_MISMATCH, REMOTE_BROKEN_ANSWER -> true;
          case REMOTE_RATE_LIMITED, REMOTE_BUSY, REMOTE_TIMEOUT, REMOTE_UNAVAILABLE, NOT_AUTHORISED,
              WORKSPACE_GONE ->
            false;
        });
    return new Fetched.NotHere(
        wanted, failure, lasting ? Optional.of(failure.message()) : Optional.empty());
  }

  static Failure.Remote remoteFailure(RemoteCode code, PathEntry wanted, String message) {
    return new Failure.Remote(code, Optional.of(wanted.name()), message, Optional.empty());
  }
}
