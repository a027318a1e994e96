package io.cistern.application.hydrate;

import io.cistern.application.port.NoticeBoard;
import io.cistern.application.port.NoticeBoard.PassNotice;
import io.cistern.application.port.Progress;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.HydrationOutcome;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Counts what a pass does and tells everybody who watches. Used by the pass's thread. */
final class PassTally {
  private final Consumer<HydrateItem> onItem;
  private final Progress progress;
  private final Discovery discovery;
  private final NoticeBoard notices;
  private final Instant since;
  private final long total;
  private final Unreadable unreadable;
  private HydrateReport report = HydrateReport.NONE;

  /**
   * @param since when the pass began
   * @param total how many candidates there are
   */
  PassTally(
      Consumer<HydrateItem> onItem, Progress progress, Discovery discovery, NoticeBoard notices, Instant since,
      long total) {
    this.onItem = onItem;
    this.progress = progress;
    this.discovery = discovery;
    this.notices = notices;
    this.since = since;
    this.total = total;
    this.unreadable = discovery.unreadable();
    notices.tell(new PassNotice(since, 0, total, 0));
  }

  void tell(PathEntry entry, HydrationOutcome outcome) {
    report = report.plus(outcome);
    if (outcome instanceof HydrationOutcome.Failed(Failure.LocalIo _, boolean _)) {
      discovery.look(entry, unreadable); // told with its directory
    }
    onItem.accept(new HydrateItem(entry.path(), outcome));
    progress.report("files", report.candidates(), report.bytes(), OptionalLong.of(total));
    notices.tell(new PassNotice(since, report.candidates(), total, report.bytes()));
  }

  HydrateReport report() {
    return report.withUnreadable(unreadable.directories());
  }
}
