package io.cistern.application.clone;

import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Feed;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.workspace.EventCursor;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lists a workspace, page by page, each page one group with the progress it stands for (invariant I2), so that a walk
 * that was cut goes on with the page it was at.
 */
public final class TreePull {
  private final RemoteWorkspace remote;
  private final Manifest manifest;
  private final MirrorIdentity identity;
  private final NewsDesk news;
  private final BootstrapSettings settings;

  /** Keeps these. */
  @Inject
  public TreePull(
      RemoteWorkspace remote, Manifest manifest, MirrorIdentity identity, NewsDesk news, BootstrapSettings settings) {
    this.remote = remote;
    this.manifest = manifest;
    this.identity = identity;
    this.news = news;
    this.settings = settings;
  }

  /** Takes the feed's tip, before anything is listed: what changes from here on is replayed. */
  void begin(CloneRun run) {
    run.checkpoint();
    Optional<EventCursor> tip = switch (remote.tip(run.deadline())) {
      case Feed.At(EventCursor at) -> Optional.of(at);
      case Feed.None(String _) -> Optional.empty();
    };
    news.apply(News.of(moved(new BootstrapStep.Started(tip, identity.root()))), run);
  }

  /** Lists whatever is still to be listed. */
  Counts walk(CloneRun run) {
    ListingWalk walk = new ListingWalk(remote, settings, run);
    Counts counts = Counts.NONE;
    OptionalLong total = OptionalLong.empty();
    while (manifest.bootstrap().phase() == Phase.LISTING) {
      BootstrapProgress at = manifest.bootstrap();
      if (at.frontier().isEmpty()) {
        news.apply(News.of(moved(new BootstrapStep.Listed())), run);
        return counts;
      }
      String directory = at.frontier().getFirst();
      Optional<PageNews> page = walk.page(directory, at.cursor(), at.frontier().size());
      if (page.isEmpty()) {
        news.apply(News.of(moved(new BootstrapStep.Relisted())), run);
      } else {
        counts = counts.plus(apply(page.get(), run));
        total = directory.equals(identity.root()) ? page.get().totalFiles() : total;
        run.report("names", manifest.bootstrap().filesSeen(), total);
      }
    }
    return counts;
  }

  /**
   * Names are complete: a fact in the log.
   *
   * @param since where the replay began; becomes the watermark when no event came after it
   */
  void complete(Optional<EventCursor> since, CloneRun run) {
    LogRecord completed = moved(new BootstrapStep.Completed());
    Optional<LogRecord> watermark = since.filter(_ -> manifest.watermark().isEmpty()).map(LogRecord.CursorMoved::new);
    news.apply(watermark.map(cursor -> News.of(cursor, completed)).orElseGet(() -> News.of(completed)), run);
  }

  private Counts apply(PageNews page, CloneRun run) {
    BootstrapStep step = new BootstrapStep.PageApplied(page.next(), page.joined(), page.facts().size());
    return news.apply(new News(page.facts(), List.of(moved(step)), Origin.CLONE), run)
        .plus(new Counts(0, 0, 0, 0, 0, 0, page.ignored()));
  }

  private static LogRecord moved(BootstrapStep step) {
    return new LogRecord.BootstrapMoved(step);
  }
}
