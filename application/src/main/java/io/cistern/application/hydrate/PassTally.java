package io.cistern.application.hydrate;

import io.cistern.application.port.Progress;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.HydrationOutcome;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Counts what a pass does and tells everybody who watches. Used by the pass's thread. */
final class PassTally {
  private final Consumer<HydrateItem> onItem;
  private final Progress progress;
  private final long total;
  private HydrateReport report = HydrateReport.NONE;

  /** @param total how many candidates there are */
  PassTally(Consumer<HydrateItem> onItem, Progress progress, long total) {
    this.onItem = onItem;
    this.progress = progress;
    this.total = total;
  }

  void tell(PathEntry entry, HydrationOutcome outcome) {
    report = report.plus(outcome);
    onItem.accept(new HydrateItem(entry.path(), outcome));
    progress.report("files", report.candidates(), report.bytes(), OptionalLong.of(total));
  }

  HydrateReport report() {
    return report;
  }
}
