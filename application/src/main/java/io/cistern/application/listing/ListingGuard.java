package io.cistern.application.listing;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreeEntry;
import io.cistern.domain.workspace.TreePage;
import io.cistern.domain.workspace.Utf8Order;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Notices a listing of one directory that never ends: a cursor that comes back, pages that bring nothing new. */
public final class ListingGuard {
  /** A page may be empty because all of it is hidden from this token (contract 7.2); a million hidden files is enough. */
  private static final int EMPTY_PAGES = 1000;

  private final String directory;
  private final int barrenLimit;
  private final Set<TreeCursor> cursors = new HashSet<>();
  private Optional<String> highest = Optional.empty();
  private int barren;
  private int empty;

  /**
   * Has seen nothing yet.
   *
   * @param barrenLimit pages in a row that may bring nothing new
   */
  public ListingGuard(String directory, int barrenLimit) {
    this.directory = directory;
    this.barrenLimit = barrenLimit;
  }

  /**
   * Takes note of a page.
   *
   * @throws CisternException {@code REMOTE_BROKEN_ANSWER} when the listing will not end
   */
  public void saw(TreePage page) {
    if (page.next().filter(cursor -> !cursors.add(cursor)).isPresent()) {
      throw broken("repeats the cursor " + page.next().get().value());
    }
    Optional<String> last = page.entries().stream().map(TreeEntry::name).max(Utf8Order.COMPARATOR);
    boolean news = last.isPresent()
        && highest.filter(known -> Utf8Order.COMPARATOR.compare(last.get(), known) <= 0).isEmpty();
    if (news) {
      highest = last;
      barren = 0;
      empty = 0;
    } else if (last.isPresent()) {
      barren++;
    } else {
      empty++;
    }
    if (page.next().isPresent() && (barren > barrenLimit || empty > EMPTY_PAGES)) {
      throw broken("goes on without bringing anything new");
    }
  }

  private CisternException broken(String how) {
    return new CisternException(new Failure.Remote(
        Failure.RemoteCode.REMOTE_BROKEN_ANSWER, Optional.of(directory), "the listing of " + directory + " " + how,
        Optional.empty()));
  }
}
