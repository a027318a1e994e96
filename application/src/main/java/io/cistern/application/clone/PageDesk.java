package io.cistern.application.clone;

import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.listing.PageNews;
import io.cistern.application.listing.Unlisted;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.Walk;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.sync.SyncPolicy.Basis;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.Utf8Order;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Applies pages of a walk, each with the progress it stands for. */
final class PageDesk {
  /** How far back among the entries of a page a forgotten cursor is looked for; each try is twice as far. */
  private static final int MOST_TRIES = 10;

  private final Manifest manifest;
  private final MirrorIdentity identity;
  private final NewsDesk news;
  private final CloneRun run;

  PageDesk(Manifest manifest, MirrorIdentity identity, NewsDesk news, CloneRun run) {
    this.manifest = manifest;
    this.identity = identity;
    this.news = news;
    this.run = run;
  }

  /** Applies a page of the directory at the head of the frontier. */
  void apply(Happening.Page happened) {
    Walk walk = manifest.bootstrap().walk().orElseThrow();
    PageNews page = happened.page();
    boolean first = walk.purpose() == Purpose.FIRST;
    List<String> missing = first
        ? List.of()
        : Unlisted.by(
            happened.directory(), happened.from(), page, run.settings().listingDepth(), walk.frontier().toList(),
            manifest);
    List<RemoteFact> facts = new ArrayList<>(page.facts());
    boolean stateLost = walk.purpose() == Purpose.RECONCILE;
    missing.forEach(name -> facts.add(new RemoteFact.Unlisted(name, stateLost)));
    run.counted(new Counts(0, 0, 0, 0, 0, 0, page.ignored()));
    run.counted(news.apply(
        new News(
            facts, changed -> List.of(moved(step(walk, happened, changed))),
            first ? Basis.REVISION : Basis.HASH, first ? Origin.CLONE : Origin.REMOTE_UPDATE),
        run));
    tell();
  }

  /** The head starts over. */
  void relist() {
    news.apply(News.of(new BootstrapStep.Relisted()), run);
  }

  /** Paths between the last two cursors that the broker may still know, the latest first. */
  List<TreeCursor> earlier(TreeCursor forgotten) {
    Walk walk = manifest.bootstrap().walk().orElseThrow();
    String directory = walk.frontier().head().orElseThrow();
    List<String> names = new ArrayList<>();
    Iterator<PathEntry> entries = manifest.from(
        directory.equals("/") ? "/" : directory + "/", walk.before().map(TreeCursor::value).orElse(""));
    while (entries.hasNext()) {
      String name = entries.next().name();
      if (Utf8Order.COMPARATOR.compare(name, forgotten.value()) >= 0) {
        break;
      }
      names.add(name);
    }
    List<TreeCursor> cursors = new ArrayList<>();
    for (int back = 1; back <= names.size() && cursors.size() < MOST_TRIES; back *= 2) {
      cursors.add(new TreeCursor(names.get(names.size() - back)));
    }
    return cursors;
  }

  private BootstrapStep.PageApplied step(Walk walk, Happening.Page happened, Counts counts) {
    PageNews page = happened.page();
    boolean whole = happened.directory().equals(identity.root());
    Optional<String> last = page.facts().isEmpty()
        ? Optional.empty()
        : Optional.of(page.facts().getLast().name());
    Tally tally = new Tally(
        newFiles(walk, happened), page.directories(), page.joined().size(), changed(counts));
    return new BootstrapStep.PageApplied(
        page.next(), page.joined(), tally, whole ? page.totalFiles() : OptionalLong.empty(), last,
        run.clock().instant());
  }

  /** A page that was asked for with an earlier cursor shows again what was counted before. */
  private static long newFiles(Walk walk, Happening.Page happened) {
    if (happened.from().equals(walk.cursor()) || walk.cursor().isEmpty()) {
      return happened.page().facts().size();
    }
    String until = walk.cursor().get().value();
    return happened.page().facts().stream()
        .filter(fact -> Utf8Order.COMPARATOR.compare(fact.name(), until) > 0)
        .count();
  }

  private static long changed(Counts counts) {
    return counts.created() + counts.updated() + counts.removed() + counts.adopted() + counts.conflicts()
        + counts.quarantined();
  }

  private void tell() {
    if (run.filling()) {
      return;
    }
    BootstrapProgress progress = manifest.bootstrap();
    run.report(progress.complete() ? "names again" : "names", progress.filesSeen(), progress.totalFiles());
  }

  private static LogRecord moved(BootstrapStep step) {
    return new LogRecord.BootstrapMoved(step);
  }
}
