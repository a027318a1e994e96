package io.cistern.application.clone;

import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.Progress;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.EventCursor;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes the names of a mirror complete, or applies what happened since they were: tip, listing, replay, done, each step
 * durable before the next. A run that was cut, in whatever way, is taken up where it stopped.
 */
public final class CloneMirror {
  private final MirrorLock lock;
  private final Commits commits;
  private final Manifest manifest;
  private final InstantSource clock;
  private final TreePull pull;
  private final EventReplay replay;
  private final Relisting relisting;

  /** Keeps these. */
  @Inject
  public CloneMirror(
      MirrorLock lock, Commits commits, Manifest manifest, InstantSource clock, TreePull pull, EventReplay replay,
      Relisting relisting) {
    this.lock = lock;
    this.commits = commits;
    this.manifest = manifest;
    this.clock = clock;
    this.pull = pull;
    this.replay = replay;
    this.relisting = relisting;
  }

  /**
   * Runs until names are complete and everything that happened meanwhile is applied.
   *
   * @throws CisternException {@code MirrorInUse} when another run is at it, {@code Interrupted} or {@code TimedOut}
   *     between two steps, and whatever the remote or the disk fails with; the next run goes on from there
   */
  public CloneReport clone(CloneRequest request, Progress progress, StopSignal stop) {
    try (HeldPass _ = lock.tryPass(Pass.BOOTSTRAP).orElseThrow(this::inUse)) {
      commits.catchUp();
      return run(new CloneRun(request, progress, stop, clock));
    }
  }

  private CloneReport run(CloneRun run) {
    BootstrapProgress before = manifest.bootstrap();
    if (before.phase() == Phase.NOT_STARTED) {
      pull.begin(run);
    }
    Counts counts = pull.walk(run);
    Instant asked = clock.instant();
    Optional<EventCursor> since = manifest.watermark().or(() -> manifest.bootstrap().tip());
    Optional<Counts> replayed = since.flatMap(cursor -> replay.replay(cursor, run));
    counts = counts.plus(replayed.orElseGet(() -> relisting.untilQuiet(run)));
    if (!before.complete()) {
      pull.complete(replayed.flatMap(_ -> since), run);
    }
    commits.commit(new ReachedSync(asked));
    boolean resumed = before.phase() == Phase.LISTING || before.phase() == Phase.REPLAYING;
    return new CloneReport(resumed, before.complete(), replayed.isPresent(), counts);
  }

  private CisternException inUse() {
    String holder = lock.holder(Pass.BOOTSTRAP).orElse("another process");
    return new CisternException(new Failure.MirrorInUse("this mirror is being cloned by " + holder));
  }
}
