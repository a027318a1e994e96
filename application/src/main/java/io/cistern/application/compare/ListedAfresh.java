package io.cistern.application.compare;

import io.cistern.application.listing.ListingGuard;
import io.cistern.application.listing.PageNews;
import io.cistern.application.listing.PageReader;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Listing;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreePage;
import io.cistern.domain.workspace.Utf8Order;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A listing of one directory with all below it, page by page, kept nowhere. Used by one thread. */
final class ListedAfresh {
  /** A broker that forgets its cursors again and again would be listed for ever. */
  private static final int RESTARTS = 20;

  private final RemoteWorkspace remote;
  private final int depth;
  private final int maxDirectories;
  private final Patience patience;
  private final Deque<String> waiting = new ArrayDeque<>();
  private Optional<TreeCursor> cursor = Optional.empty();

  /** How far the directory had been listed when its cursor was forgotten; what lies before is not told again. */
  private Optional<TreeCursor> told = Optional.empty();
  private ListingGuard guard;
  private long directories;
  private int restarts;

  ListedAfresh(RemoteWorkspace remote, String directory, int depth, int maxDirectories, Patience patience) {
    this.remote = remote;
    this.depth = depth;
    this.maxDirectories = maxDirectories;
    this.patience = patience;
    this.waiting.add(directory);
    this.guard = new ListingGuard(directory, RESTARTS);
  }

  /** One page, and which stretch of names it stands for. */
  record Stretch(String directory, Optional<TreeCursor> from, PageNews page, Collection<String> waiting) {}

  /** The next page; empty when everything is listed. */
  Optional<Stretch> next() {
    while (!waiting.isEmpty()) {
      String directory = waiting.getFirst();
      switch (remote.tree(directory, depth, cursor, patience)) {
        case Listing.Page(TreePage page) -> {
          guard.saw(page);
          return Optional.of(taken(directory, PageReader.read(directory, depth, page)));
        }
        case Listing.CursorGone() -> restart(directory);
      }
    }
    return Optional.empty();
  }

  private Stretch taken(String directory, PageNews page) {
    Optional<TreeCursor> from = told.isPresent() && !after(told.get().value(), cursor) ? cursor : told.or(() -> cursor);
    PageNews news = told.isPresent() ? afterTold(page) : page;
    directories += page.directories();
    if (directories > maxDirectories) {
      throw new CisternException(
          new Failure.BootstrapTooLarge("the workspace has more than " + maxDirectories + " directories"));
    }
    waiting.addAll(news.joined());
    cursor = page.next();
    if (cursor.isEmpty()) {
      waiting.removeFirst();
      waiting.stream().findFirst().ifPresent(next -> guard = new ListingGuard(next, RESTARTS));
      restarts = 0;
      told = Optional.empty();
    }
    return new Stretch(directory, from, news, List.copyOf(waiting));
  }

  private void restart(String directory) {
    restarts++;
    if (restarts > RESTARTS) {
      throw new CisternException(new Failure.Remote(
          Failure.RemoteCode.REMOTE_BROKEN_ANSWER, Optional.of(directory),
          "the listing of " + directory + " started over " + restarts + " times", Optional.empty()));
    }
    told = cursor.filter(here -> after(here.value(), told)).or(() -> told);
    cursor = Optional.empty();
    guard = new ListingGuard(directory, RESTARTS);
  }

  private PageNews afterTold(PageNews page) {
    return new PageNews(
        page.facts().stream().filter(fact -> after(fact.name(), told)).toList(),
        page.joined().stream().filter(name -> after(name, told)).toList(),
        page.directories(), page.next(), page.ignored(), page.totalFiles());
  }

  private static boolean after(String name, Optional<TreeCursor> place) {
    return place.filter(here -> Utf8Order.COMPARATOR.compare(name, here.value()) <= 0).isEmpty();
  }
}
