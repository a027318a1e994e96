package io.cistern.application.hydrate;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.hydrate.HydrateRequest.WhenBusy;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.Progress;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.time.Deadline;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Fills placeholders, many in one pass, as well as it can: a path that fails keeps its reason and the pass goes on. One
 * pass per mirror runs at a time, across processes; a second one waits for a moment, or has the first one run again. Safe
 * for use by many threads.
 */
public final class HydrateMirror {
  private static final Selection EAGER = new Selection.Eager();

  private final Passes passes;
  private final Commits commits;
  private final Discovery discovery;
  private final Fetcher fetcher;
  private final Filling filling;
  private final InstantSource clock;
  private final Pauses pauses;
  private final HydrateSettings settings;

  /** Keeps these. */
  @Inject
  public HydrateMirror(
      Passes passes, Commits commits, Discovery discovery, Fetcher fetcher, InstantSource clock, Pauses pauses,
      HydrateSettings settings) {
    this.passes = passes;
    this.commits = commits;
    this.discovery = discovery;
    this.fetcher = fetcher;
    this.filling = new Filling(fetcher, commits);
    this.clock = clock;
    this.pauses = pauses;
    this.settings = settings;
  }

  /** Who hears of a run and who may stop it. */
  private record Run(Deadline deadline, Consumer<HydrateItem> onItem, Progress progress, StopSignal stop) {}

  /**
   * Fills what is selected, and what somebody asks for meanwhile.
   *
   * @param onItem told once per candidate of a pass, on this thread, after its change is committed and published
   * @throws io.cistern.domain.failure.CisternException {@code MirrorInUse} when another pass runs and this one waits,
   *     and what a damaged mirror fails with; a remote that fails is told in the report
   */
  public HydrateReport hydrate(
      HydrateRequest request, Consumer<HydrateItem> onItem, Progress progress, StopSignal stop) {
    if (request.selection() instanceof Selection.Nothing) {
      return HydrateReport.NONE;
    }
    Run run = new Run(request.deadline(), onItem, progress, stop);
    HydrateReport report;
    if (request.whenBusy() == WhenBusy.ASK) {
      Optional<HeldPass> begun = passes.beginOrAsk();
      if (begun.isEmpty()) {
        return HydrateReport.NONE.withAsked(passes.runner());
      }
      report = pass(begun.get(), request.selection(), request.except(), run);
    } else {
      Deadline patience = Deadline.after(clock.instant(), settings.patience()).orEarlier(request.deadline());
      report = pass(passes.begin(patience, stop), request.selection(), request.except(), run);
    }
    return withWhatWasAsked(report, run);
  }

  /** One follow-up for everybody who asked meanwhile, unless this process has to end. */
  private HydrateReport withWhatWasAsked(HydrateReport first, Run run) {
    HydrateReport report = first;
    while (report.endedEarly().isEmpty()) {
      Optional<HeldPass> asked = passes.beginAsked();
      if (asked.isEmpty()) {
        return report;
      }
      report = report.plus(pass(asked.get(), EAGER, Set.of(), run));
    }
    return report;
  }

  private HydrateReport pass(HeldPass held, Selection selection, Set<String> except, Run run) {
    try (held) {
      if (coversEager(selection)) {
        passes.notices().takeWanted();
      }
      commits.catchUp();
      PassTally tally = new PassTally(
          run.onItem(), run.progress(), discovery, passes.notices(), clock.instant(),
          discovery.count(selection, except));
      HydrationPass.Bounds bounds = new HydrationPass.Bounds(run.deadline(), run.stop(), guard(selection));
      Candidates candidates = discovery.candidates(selection, except);
      Neighbours neighbours = new Neighbours(passes.notices(), fetcher.way(), clock);
      try (HydrationPass pass =
          new HydrationPass(fetcher, filling, clock, pauses, settings, bounds, tally, neighbours)) {
        return pass.run(candidates).withUnmatched(candidates.unmatched());
      } finally {
        passes.notices().passEnded();
      }
    }
  }

  private static boolean coversEager(Selection selection) {
    return switch (selection) {
      case Selection.Eager(), Selection.Everything() -> true;
      case Selection.Nothing(), Selection.Named _ -> false;
    };
  }

  /** Whether a file is text is the business of whoever names it. */
  private FetchGuard guard(Selection selection) {
    return selection instanceof Selection.Eager ? settings.bounds().guard() : settings.bounds().guard().named();
  }
}
