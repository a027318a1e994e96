package io.cistern.application.clone;

import io.cistern.application.concurrent.Lane;
import io.cistern.application.listing.ListingGuard;
import io.cistern.application.listing.PageReader;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Listing;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreePage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks for one page at a time, on a thread of its own unless everything is to happen one after the other. What it saw of
 * a directory belongs to one request at a time, so it is handed from thread to thread and never shared.
 */
final class Lister implements AutoCloseable {
  private final RemoteWorkspace remote;
  private final CloneRun run;
  private final Optional<Lane> lane;
  private ListingGuard guard;
  private String current = "";
  private int restarts;

  Lister(RemoteWorkspace remote, CloneRun run) {
    this.remote = remote;
    this.run = run;
    this.lane = run.settings().parallelism() == 1 ? Optional.empty() : Optional.of(new Lane("listing", 1));
    this.guard = new ListingGuard("/", run.settings().stallCycles());
  }

  /** Asks for a page of a directory; tells what came of it. */
  void ask(String directory, Optional<TreeCursor> from, Consumer<Happening> told) {
    start(told, () -> page(directory, from));
  }

  /**
   * Asks with one cursor after the other until the broker knows one.
   *
   * @param forgotten the cursor that it does not know
   * @param others earlier paths of the same listing, the latest first
   */
  void askAgain(String directory, TreeCursor forgotten, List<TreeCursor> others, Consumer<Happening> told) {
    start(told, () -> {
      guard = new ListingGuard(directory, run.settings().stallCycles());
      for (TreeCursor other : others) {
        if (page(directory, Optional.of(other)) instanceof Happening.Page page) {
          return page;
        }
      }
      restart(directory);
      return new Happening.CursorGone(directory, forgotten);
    });
  }

  /** Waits for the page under way, which has a deadline of its own. */
  @Override
  public void close() {
    lane.ifPresent(Lane::close);
  }

  private interface Question {
    Happening ask();
  }

  private void start(Consumer<Happening> told, Question question) {
    if (lane.isPresent()) {
      lane.get().start(() -> tell(question, told));
    } else {
      told.accept(answer(question));
    }
  }

  /** Tells an answer whatever happens, because the loop counts on one. */
  private static void tell(Question question, Consumer<Happening> told) {
    Happening answer = new Happening.NoPage(
        new CisternException(new Failure.LocalIo("listing", "asking for a page ended unexpectedly")));
    try {
      answer = answer(question);
    } finally {
      told.accept(answer);
    }
  }

  /** A failure is an answer like any other. */
  private static Happening answer(Question question) {
    try {
      return question.ask();
    } catch (RuntimeException failed) {
      return new Happening.NoPage(failed);
    }
  }

  private Happening page(String directory, Optional<TreeCursor> from) {
    run.checkpoint();
    if (!current.equals(directory)) {
      current = directory;
      guard = new ListingGuard(directory, run.settings().stallCycles());
      restarts = 0;
    }
    int depth = run.settings().listingDepth();
    return switch (remote.tree(directory, depth, from, run.patience())) {
      case Listing.Page(TreePage page) -> {
        run.liveness().sawLife();
        notice(directory, page);
        yield new Happening.Page(directory, from, PageReader.read(directory, depth, page));
      }
      case Listing.CursorGone() -> new Happening.CursorGone(directory, from.orElse(new TreeCursor("")));
    };
  }

  private void notice(String directory, TreePage page) {
    try {
      guard.saw(page);
    } catch (CisternException broken) {
      throw new Standstill(directory, broken);
    }
  }

  private void restart(String directory) {
    restarts++;
    if (restarts > run.settings().stallCycles()) {
      throw new Standstill(directory, "its listing started over " + restarts + " times and never came to its end",
          restarts);
    }
  }
}
