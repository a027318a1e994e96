package io.cistern.application.clone;

import io.cistern.application.clone.EventReplay.Replayed;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Feed;
import io.cistern.domain.bootstrap.BootstrapPolicy;
import io.cistern.domain.bootstrap.BootstrapPolicy.Decision;
import io.cistern.domain.bootstrap.BootstrapPolicy.Wish;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.FeedPlace;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/**
 * One cycle of a bootstrap: does what {@link BootstrapPolicy} decides, one decision after the other, each one's outcome a
 * durable step, until nothing is left or something fails.
 */
public final class Cycle {
  private final RemoteWorkspace remote;
  private final Manifest manifest;
  private final MirrorIdentity identity;
  private final NewsDesk news;
  private final ExportPull export;
  private final TreePull tree;
  private final EventReplay replay;

  /** Keeps these. */
  @Inject
  public Cycle(
      RemoteWorkspace remote, Manifest manifest, MirrorIdentity identity, NewsDesk news, ExportPull export,
      TreePull tree, EventReplay replay) {
    this.remote = remote;
    this.manifest = manifest;
    this.identity = identity;
    this.news = news;
    this.export = export;
    this.tree = tree;
    this.replay = replay;
  }

  /**
   * What a cycle came to.
   *
   * @param asOf when the remote was asked for all that is here now; empty when an earlier run had begun to ask
   * @param feed whether the broker has an event feed
   */
  record Done(Optional<Instant> asOf, boolean feed) {}

  /** Runs until nothing is left to do. */
  Done run(CloneRun run) {
    Optional<Instant> asOf = Optional.empty();
    boolean upToDate = false;
    int losses = 0;
    while (true) {
      run.checkpoint();
      BootstrapProgress progress = manifest.bootstrap();
      Wish wish = new Wish(run.request().content(), run.request().retry());
      switch (BootstrapPolicy.decide(progress, wish, run.settings().limits(), upToDate)) {
        case Decision.BeginWalk(Purpose purpose, int round) -> {
          asOf = Optional.of(run.clock().instant());
          beginWalk(purpose, round, run);
        }
        case Decision.AskForExport() -> export.pull(run);
        case Decision.LeaveExport(String reason) -> export.leave(reason, run);
        case Decision.JudgeExport(long files) -> export.judge(files, run);
        case Decision.ListPage _ -> tree.walk(run);
        case Decision.EndWalk() -> upToDate = endWalk(run) && asOf.isPresent();
        case Decision.Replay() -> {
          asOf = Optional.of(run.clock().instant());
          Replayed replayed = replay.replay(since(), progress.complete(), run);
          losses += replayed instanceof Replayed.WentBack ? 1 : 0;
          endless(losses, run);
          upToDate = settled(replayed, run);
        }
        case Decision.Complete() -> {
          step(new BootstrapStep.Completed(), run);
          upToDate = true;
        }
        case Decision.Rearm() -> rearm(progress, run);
        case Decision.GiveUp(var why) -> {
          step(new BootstrapStep.GaveUp(why), run);
          throw new CisternException(Stalls.failure(why));
        }
        case Decision.Stop(var why) -> throw new CisternException(Stalls.failure(why));
        case Decision.Rest() -> {
          return new Done(asOf, manifest.bootstrap().tip().isPresent());
        }
      }
    }
  }

  /** A walk that begins again keeps its tip, because what it has listed so far may have gone since. */
  private void rearm(BootstrapProgress progress, CloneRun run) {
    Optional<Purpose> anew = BootstrapPolicy.anew(progress, run.settings().limits());
    step(new BootstrapStep.Rearmed(), run);
    if (anew.isPresent() && progress.tip().isPresent()) {
      step(new BootstrapStep.WalkBegan(anew.get(), progress.tip(), identity.root(), 1), run);
    } else {
      anew.ifPresent(purpose -> beginWalk(purpose, 1, run));
    }
  }

  /** The tip is taken before anything is listed: what changes from here on is replayed. */
  private void beginWalk(Purpose purpose, int round, CloneRun run) {
    Optional<EventCursor> tip = switch (remote.tip(run.patience())) {
      case Feed.At at -> Optional.of(at.tip());
      case Feed.None(String _) -> Optional.empty();
    };
    run.liveness().sawLife();
    step(new BootstrapStep.WalkBegan(purpose, tip, identity.root(), round), run);
  }

  /**
   * Everything up to the tip is listed.
   *
   * @return whether the listing told nothing new, so that nothing was missed up to its begin; which has to lie in this
   *     cycle, because what an earlier one has listed may have changed since
   */
  private boolean endWalk(CloneRun run) {
    BootstrapProgress progress = manifest.bootstrap();
    news.apply(News.listed(progress), run);
    return progress.tip().isEmpty()
        && progress.walk().filter(walk -> walk.purpose() == Purpose.AGAIN && walk.total().changed() == 0).isPresent();
  }

  /** A broker whose feed never fits its listings would have everything listed for ever. */
  private static void endless(int losses, CloneRun run) {
    if (losses > run.settings().stallCycles()) {
      throw new Standstill("/", "the broker's event feed went back after each of " + losses + " listings", losses);
    }
  }

  private FeedPlace since() {
    return manifest.watermark()
        .map(watermark -> new FeedPlace(watermark, manifest.landmarks().feedRevision()))
        .orElseGet(() -> FeedPlace.of(manifest.bootstrap().tip().orElse(EventCursor.START)));
  }

  private boolean settled(Replayed replayed, CloneRun run) {
    return switch (replayed) {
      case Replayed.Whole _ -> true;
      case Replayed.NoFeed _ -> {
        step(new BootstrapStep.WalkBegan(Purpose.AGAIN, Optional.empty(), identity.root(), 1), run);
        yield false;
      }
      case Replayed.WentBack _ -> {
        beginWalk(Purpose.RECONCILE, 1, run);
        yield false;
      }
    };
  }

  private void step(BootstrapStep step, CloneRun run) {
    news.apply(News.of(step), run);
  }
}
