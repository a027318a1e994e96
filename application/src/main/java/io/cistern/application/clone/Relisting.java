package io.cistern.application.clone;

import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.workspace.TreeCursor;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Lists the workspace again and again until a listing tells nothing new: all that can be had where the broker has no
 * event feed. A name that a listing does not show is never taken for a removal.
 */
public final class Relisting {
  private final RemoteWorkspace remote;
  private final MirrorIdentity identity;
  private final NewsDesk news;
  private final BootstrapSettings settings;

  /** Keeps these. */
  @Inject
  public Relisting(RemoteWorkspace remote, MirrorIdentity identity, NewsDesk news, BootstrapSettings settings) {
    this.remote = remote;
    this.identity = identity;
    this.news = news;
    this.settings = settings;
  }

  /** Lists until two listings agree. */
  Counts untilQuiet(CloneRun run) {
    Counts all = Counts.NONE;
    for (int listings = 0; listings < settings.stallCycles(); listings++) {
      Counts counts = once(run);
      if (counts.equals(Counts.NONE)) {
        return all;
      }
      all = all.plus(counts);
    }
    throw new CisternException(new Failure.BootstrapStalled(
        "the broker has no event feed, and its workspace changed during each of " + settings.stallCycles()
            + " listings"));
  }

  private Counts once(CloneRun run) {
    ListingWalk walk = new ListingWalk(remote, settings, run);
    Deque<String> waiting = new ArrayDeque<>(List.of(identity.root()));
    Set<String> met = new HashSet<>(waiting);
    Optional<TreeCursor> cursor = Optional.empty();
    Counts counts = Counts.NONE;
    long files = 0;
    while (!waiting.isEmpty()) {
      Optional<PageNews> page = walk.page(waiting.getFirst(), cursor, waiting.size());
      cursor = page.flatMap(PageNews::next);
      if (page.isPresent()) {
        counts = counts.plus(news.apply(new News(page.get().facts(), List.of(), Origin.REMOTE_UPDATE), run));
        page.get().joined().stream().filter(met::add).forEach(waiting::addLast);
        files += page.get().facts().size();
        run.report("names again", files, OptionalLong.empty());
        if (cursor.isEmpty()) {
          waiting.removeFirst();
        }
      }
    }
    return counts;
  }
}
