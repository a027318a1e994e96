package io.cistern.application.hydrate;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.Progress;
import io.cistern.application.quota.GivingBack;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.DehydrateRule;
import io.cistern.domain.placeholder.DehydrationOutcome;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Gives content back: clean files become placeholders again, after their bytes were compared with the manifest. What is
 * changed here, pinned, empty or in use stays. Asks the remote nothing. Safe for use by many threads.
 */
public final class Dehydrate {
  /** Spreads the forces of a commit; files that are looked at before the first of them is committed. */
  private static final int BATCH = 64;

  private final Commits commits;
  private final Manifest manifest;
  private final GivingBack givingBack;

  /** Keeps these. */
  @Inject
  public Dehydrate(Commits commits, Manifest manifest, GivingBack givingBack) {
    this.commits = commits;
    this.manifest = manifest;
    this.givingBack = givingBack;
  }

  /**
   * Gives back what is named: files, directories with all below them, globs.
   *
   * @param onItem told once per file that holds content, on this thread, after its change is committed
   * @throws io.cistern.domain.failure.CisternException {@code Interrupted} between two files; the state is safe
   */
  public DehydrateReport dehydrate(
      List<String> arguments, Consumer<DehydrateItem> onItem, Progress progress, StopSignal stop) {
    commits.catchUp();
    Candidates candidates = Candidates.named(manifest, arguments, DehydrateRule::holdsContent);
    DehydrateReport report = DehydrateReport.NONE;
    List<PathEntry> batch = new ArrayList<>();
    while (candidates.hasNext()) {
      stop.check();
      batch.add(candidates.next());
      if (batch.size() == BATCH || !candidates.hasNext()) {
        report = finish(batch, onItem, report);
        progress.report("files", report.candidates(), report.bytes(), OptionalLong.empty());
        batch.clear();
      }
    }
    return report.withUnmatched(candidates.unmatched());
  }

  /**
   * Tells what would be tried, in order, without a look at the files and without a change.
   *
   * @return arguments that named nothing
   */
  public List<String> plan(List<String> arguments, Consumer<DehydrateItem> onItem) {
    Candidates candidates = Candidates.named(manifest, arguments, DehydrateRule::holdsContent);
    while (candidates.hasNext()) {
      PathEntry entry = candidates.next();
      DehydrationOutcome expected = DehydrateRule.keeps(entry, manifest.pins())
          .<DehydrationOutcome>map(DehydrationOutcome.Kept::new)
          .orElseGet(() -> new DehydrationOutcome.Dehydrated(entry.size()));
      onItem.accept(new DehydrateItem(entry.path(), expected));
    }
    return candidates.unmatched();
  }

  private DehydrateReport finish(List<PathEntry> batch, Consumer<DehydrateItem> onItem, DehydrateReport before) {
    List<DehydrationOutcome> outcomes = givingBack.giveBack(batch, Origin.DEHYDRATE, GivingBack.Proof.HASH);
    DehydrateReport report = before;
    for (int i = 0; i < batch.size(); i++) {
      report = report.plus(outcomes.get(i));
      onItem.accept(new DehydrateItem(batch.get(i).path(), outcomes.get(i)));
    }
    return report;
  }
}
