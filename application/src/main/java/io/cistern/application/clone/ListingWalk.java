package io.cistern.application.clone;

import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Listing;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreePage;
import java.util.Optional;

/**
 * Asks for pages, one directory after the other, and refuses a tree that expands for ever. Knows nothing that has to
 * survive; used by one thread for one walk.
 */
final class ListingWalk {
  private final RemoteWorkspace remote;
  private final BootstrapSettings settings;
  private final CloneRun run;
  private Optional<String> current = Optional.empty();
  private ListingGuard guard;
  private int restarts;
  private long directories;

  ListingWalk(RemoteWorkspace remote, BootstrapSettings settings, CloneRun run) {
    this.remote = remote;
    this.settings = settings;
    this.run = run;
    this.guard = new ListingGuard("/", settings.stallCycles());
  }

  /**
   * The next page of a directory; empty when its listing has to start over.
   *
   * @param waiting how many directories are still to be listed
   */
  Optional<PageNews> page(String directory, Optional<TreeCursor> from, int waiting) {
    run.checkpoint();
    if (!current.equals(Optional.of(directory))) {
      current = Optional.of(directory);
      guard = new ListingGuard(directory, settings.stallCycles());
      restarts = 0;
    }
    return switch (remote.tree(directory, settings.listingDepth(), from, run.deadline())) {
      case Listing.Page(TreePage page) -> {
        guard.saw(page);
        directories += page.entries().stream().filter(row -> row.directory()).count();
        checkSize(directories + waiting);
        yield Optional.of(PageReader.read(directory, settings.listingDepth(), page));
      }
      case Listing.CursorGone() -> {
        restart(directory, from);
        yield Optional.empty();
      }
    };
  }

  private void restart(String directory, Optional<TreeCursor> from) {
    guard = new ListingGuard(directory, settings.stallCycles());
    restarts++;
    if (from.isEmpty() || restarts > settings.stallCycles()) {
      throw new CisternException(new Failure.BootstrapStalled(
          "the listing of " + directory + " started over " + restarts + " times and never came to its end"));
    }
  }

  private void checkSize(long seen) {
    if (seen > settings.maxDirectories()) {
      throw new CisternException(new Failure.BootstrapTooLarge(
          "the workspace has more than " + settings.maxDirectories() + " directories, the last one met below "
              + current.orElse("/") + "; raise bootstrap.max-directories if that is right"));
    }
  }
}
