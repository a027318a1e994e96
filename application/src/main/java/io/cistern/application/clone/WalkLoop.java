package io.cistern.application.clone;

import io.cistern.application.concurrent.Mailbox;
import io.cistern.application.fetch.Arrival;
import io.cistern.application.port.Manifest;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.workspace.TreeCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * One walk: a single thread that hands out questions and takes answers. Listing, reading and committing overlap: the next
 * page is asked for as soon as the last one came, files are read as soon as their names are here, and a slow file keeps
 * one place busy and holds nothing else up.
 */
final class WalkLoop {
  /** Names listed ahead of reading; more would only be memory. */
  private static final int AHEAD = 500;

  private final Manifest manifest;
  private final PageDesk pages;
  private final Lister lister;
  private final FileReads reads;
  private final CloneRun run;
  private final Mailbox<Happening> happenings = Mailbox.unbounded();
  private BootstrapProgress at;
  private boolean asking;
  private boolean retried;

  WalkLoop(Manifest manifest, PageDesk pages, Lister lister, FileReads reads, CloneRun run) {
    this.manifest = manifest;
    this.pages = pages;
    this.lister = lister;
    this.reads = reads;
    this.run = run;
    this.at = manifest.bootstrap();
  }

  void run() {
    boolean whole = false;
    try {
      while (true) {
        if (happenings.isEmpty()) {
          run.checkpoint(); // what has arrived is kept, whatever ends the cycle
        }
        if (!run.isOver()) {
          askForPage();
          reads.start(!asking && happenings.isEmpty() && nothingToList(), happenings::put);
        }
        if (!asking && !reads.underWay() && happenings.isEmpty()) {
          whole = true;
          return;
        }
        take();
      }
    } finally {
      if (!whole) {
        run.liveness().end();
      }
    }
  }

  /** Keeps what was read before the walk ended early; call it when nothing is being read any more. */
  void keepWhatArrived() {
    reads.keep(happenings.close().stream()
        .filter(Happening.Read.class::isInstance)
        .map(happening -> ((Happening.Read) happening).arrival())
        .toList());
  }

  private boolean nothingToList() {
    return at.frontier().isEmpty() || tooLarge();
  }

  /** The policy ends such a bootstrap; it is not listed any further meanwhile. */
  private boolean tooLarge() {
    return at.walk().filter(walk -> walk.total().directories() > run.settings().maxDirectories()).isPresent();
  }

  private void askForPage() {
    int ahead = run.settings().parallelism() == 1 ? 1 : AHEAD;
    if (asking || nothingToList() || reads.waiting() >= ahead) {
      return;
    }
    asking = true;
    lister.ask(at.frontier().head().orElseThrow(), at.cursor(), happenings::put);
  }

  /** Takes what has happened; reads are committed together, as many as are here. */
  private void take() {
    Happening next = happenings.take();
    if (next instanceof Happening.Read(Arrival first)) {
      List<Arrival> arrivals = new ArrayList<>(List.of(first));
      happenings.takeWhile(Happening.Read.class::isInstance, FileReads.BATCH - 1)
          .forEach(read -> arrivals.add(((Happening.Read) read).arrival()));
      reads.land(arrivals);
    } else {
      listed(next);
    }
  }

  private void listed(Happening happening) {
    switch (happening) {
      case Happening.Page page -> applied(page);
      case Happening.CursorGone(String directory, TreeCursor cursor) -> forgotten(directory, cursor);
      case Happening.NoPage(RuntimeException why) -> throw why;
      case Happening.Read(Arrival arrival) -> reads.land(List.of(arrival));
    }
  }

  /** The next page is asked for only now: a cut then costs one page, not two. */
  private void applied(Happening.Page page) {
    asking = false;
    retried = false;
    pages.apply(page);
    at = manifest.bootstrap();
    if (run.request().content()) {
      reads.want(page.page().facts());
    }
  }

  /** The broker may know an earlier path of the page; only when it knows none is the directory listed from its start. */
  private void forgotten(String directory, TreeCursor cursor) {
    if (!retried) {
      retried = true;
      lister.askAgain(directory, cursor, pages.earlier(cursor), happenings::put);
      return;
    }
    retried = false;
    asking = false;
    pages.relist();
    at = manifest.bootstrap();
  }
}
