package io.cistern.application.hydrate;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.Progress;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.time.Deadline;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Fills placeholders, many in one pass, as well as it can: a path that fails keeps its reason and the pass goes on. One
 * pass per mirror runs at a time, across processes; a second one waits for a moment. Safe for use by many threads.
 */
public final class HydrateMirror {
  private final Passes passes;
  private final Commits commits;
  private final Manifest manifest;
  private final Fetcher fetcher;
  private final Filling filling;
  private final InstantSource clock;
  private final Pauses pauses;
  private final HydrateSettings settings;

  /** Keeps these. */
  @Inject
  public HydrateMirror(
      MirrorLock lock, Commits commits, Manifest manifest, Fetcher fetcher, InstantSource clock, Pauses pauses,
      HydrateSettings settings) {
    this.passes = new Passes(lock, clock, pauses);
    this.commits = commits;
    this.manifest = manifest;
    this.fetcher = fetcher;
    this.filling = new Filling(fetcher, commits);
    this.clock = clock;
    this.pauses = pauses;
    this.settings = settings;
  }

  /**
   * Fills what is selected.
   *
   * @param onItem told once per candidate, on this thread, after its change is committed and published
   * @throws io.cistern.domain.failure.CisternException {@code MirrorInUse} when another pass runs, and what a damaged
   *     mirror fails with; a remote that fails is told in the report
   */
  public HydrateReport hydrate(
      HydrateRequest request, Consumer<HydrateItem> onItem, Progress progress, StopSignal stop) {
    Deadline patience = Deadline.after(clock.instant(), settings.patience()).orEarlier(request.deadline());
    try (HeldPass _ = passes.begin(patience, stop)) {
      commits.catchUp();
      long total = plan(request.selection(), entry -> {});
      Candidates candidates = Candidates.of(manifest, request.selection(), settings.eager(), settings.bounds().guard());
      PassTally tally = new PassTally(onItem, progress, total);
      try (HydrationPass pass = new HydrationPass(
          fetcher, filling, clock, pauses, settings,
          new HydrationPass.Bounds(request.deadline(), stop, guard(request.selection())), tally)) {
        return pass.run(candidates).withUnmatched(candidates.unmatched());
      }
    }
  }

  /** Whether a file is text is the business of whoever names it. */
  private FetchGuard guard(Selection selection) {
    return selection instanceof Selection.Eager ? settings.bounds().guard() : settings.bounds().guard().named();
  }

  /**
   * Tells the candidates of a pass in their order, without a request and without a change.
   *
   * @return how many there are
   */
  public long plan(Selection selection, Consumer<PathEntry> onCandidate) {
    long count = 0;
    Candidates candidates = Candidates.of(manifest, selection, settings.eager(), settings.bounds().guard());
    while (candidates.hasNext()) {
      onCandidate.accept(candidates.next());
      count++;
    }
    return count;
  }
}
