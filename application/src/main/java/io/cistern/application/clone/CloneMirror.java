package io.cistern.application.clone;

import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.clone.CloneRun.Watch;
import io.cistern.application.clone.Cycle.Done;
import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.Progress;
import io.cistern.domain.bootstrap.BootstrapPolicy;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.CyclePause;
import io.cistern.domain.bootstrap.Stall;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.EventCursor;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Makes the names of a mirror complete, in cycles until they are, or applies what happened since they were. A run that was
 * cut, in whatever way, is taken up where it stopped.
 */
public final class CloneMirror {
  /** How long a stop may go unnoticed by somebody who waits. */
  private static final Duration NAP = Duration.ofMillis(250);

  private final MirrorLock lock;
  private final Commits commits;
  private final Manifest manifest;
  private final InstantSource clock;
  private final Pauses pauses;
  private final Cycle cycle;
  private final BootstrapSettings settings;

  /** Keeps these. */
  @Inject
  public CloneMirror(
      MirrorLock lock, Commits commits, Manifest manifest, InstantSource clock, Pauses pauses, Cycle cycle,
      BootstrapSettings settings) {
    this.lock = lock;
    this.commits = commits;
    this.manifest = manifest;
    this.clock = clock;
    this.pauses = pauses;
    this.cycle = cycle;
    this.settings = settings;
  }

  /**
   * Runs until names are complete and everything that happened meanwhile is applied. What the remote fails with for now
   * is waited out and tried again, as long as names are not complete.
   *
   * @param onFilled told of each file whose content came with the names, on this thread, once it is published
   * @throws CisternException {@code MirrorInUse} when another run is at it, {@code Interrupted} or {@code TimedOut}
   *     between two steps, {@code BootstrapStalled} and {@code BootstrapTooLarge} until that is changed, and what the
   *     remote or the disk fails with for good; the next run goes on from there
   */
  public CloneReport clone(
      CloneRequest request, Consumer<FilledFile> onFilled, Progress progress, StopSignal stop) {
    try (HeldPass _ = lock.tryPass(Pass.BOOTSTRAP).orElseThrow(this::inUse)) {
      commits.catchUp();
      BootstrapProgress before = manifest.bootstrap();
      Watch watch = new Watch(progress, onFilled, stop, clock, new RefusedReads());
      Ended ended = cycles(request, watch);
      ended.done().asOf().ifPresent(asOf -> commits.commit(new ReachedSync(asOf)));
      boolean resumed = before.phase() != Phase.NOT_STARTED && before.phase() != Phase.COMPLETE;
      return new CloneReport(resumed, before.complete(), ended.done().feed(), ended.counts(), refused(watch));
    }
  }

  /** One that came after all, or went, is not refused. */
  private Map<String, Failure> refused(Watch watch) {
    Map<String, Failure> refused = new LinkedHashMap<>(watch.refused().reasons());
    refused.keySet().removeIf(name -> manifest.find(name)
        .filter(entry -> entry.state() == PathState.PLACEHOLDER && entry.reason().isPresent())
        .isEmpty());
    return refused;
  }

  private record Ended(Done done, Counts counts) {}

  private Ended cycles(CloneRequest request, Watch watch) {
    Counts counts = Counts.NONE;
    CloneRequest asked = request;
    for (int inVain = 0;;) {
      BootstrapProgress start = manifest.bootstrap();
      Optional<EventCursor> applied = manifest.watermark();
      CloneRun run = new CloneRun(asked, watch, settings, counts);
      try {
        Done done = cycle.run(run);
        return new Ended(done, run.counts());
      } catch (CisternException failed) {
        boolean moved = !manifest.bootstrap().isWhere(start) || !manifest.watermark().equals(applied);
        failed(failed, moved, run);
        inVain = moved ? 1 : inVain + 1;
        rest(failed, CyclePause.after(inVain, settings.chance()), request, watch);
      } catch (Standstill standstill) {
        Stall why = new Stall(
            Stall.Kind.STANDING, settings.stallCycles(), standstill.place(),
            String.valueOf(standstill.getMessage()), standstill.attempts());
        commits.commit(new StepChange(new BootstrapStep.GaveUp(why)));
        throw new CisternException(Stalls.failure(why), standstill);
      } finally {
        run.liveness().end();
      }
      counts = run.counts();
      // A bootstrap that gives up again has been tried again.
      asked = new CloneRequest(asked.adopt(), asked.content(), false, asked.confirmation(), asked.deadline());
    }
  }

  /** Ends the run, unless the failure may pass; a cycle that was in vain is counted. */
  private void failed(CisternException failed, boolean moved, CloneRun run) {
    if (!(failed.failure() instanceof Failure.Remote remote && remote.code().retryable())) {
      throw failed;
    }
    mayGoOn(failed, run);
    BootstrapProgress progress = manifest.bootstrap();
    if (progress.complete()) {
      throw failed;
    }
    String place = progress.seen().last().or(progress.frontier()::head).orElse("/");
    List<BootstrapStep> steps =
        BootstrapPolicy.failed(progress, settings.limits(), moved, place, failed.failure().message());
    for (BootstrapStep step : steps) {
      commits.commit(new StepChange(step));
      if (step instanceof BootstrapStep.GaveUp(Stall why)) {
        throw new CisternException(Stalls.failure(why), failed);
      }
    }
  }

  private static void mayGoOn(CisternException failed, CloneRun run) {
    try {
      run.mayGoOn();
    } catch (CisternException ended) {
      ended.addSuppressed(failed);
      throw ended;
    }
  }

  private void rest(CisternException failed, Duration pause, CloneRequest request, Watch watch) {
    Instant wake = clock.instant().plus(pause);
    Optional<Instant> notBefore =
        failed.failure() instanceof Failure.Remote remote ? remote.notBefore() : Optional.empty();
    if (notBefore.filter(wake::isBefore).isPresent()) {
      wake = notBefore.get();
    }
    if (request.deadline().passed(wake)) {
      throw failed;
    }
    while (clock.instant().isBefore(wake)) {
      watch.stop().check();
      watch.progress().report(
          "waiting: " + failed.failure().message(), manifest.bootstrap().filesSeen(), 0, OptionalLong.empty());
      Instant nap = clock.instant().plus(NAP);
      pauses.until(nap.isBefore(wake) ? nap : wake);
    }
  }

  private CisternException inUse() {
    String holder = lock.holder(Pass.BOOTSTRAP).orElse("another process");
    return new CisternException(new Failure.MirrorInUse("this mirror is being cloned by " + holder));
  }
}
