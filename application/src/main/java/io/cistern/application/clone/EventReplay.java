package io.cistern.application.clone;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Events;
import io.cistern.application.port.RemoteWorkspace.Feed;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.sync.SyncPolicy.Basis;
import io.cistern.domain.workspace.EventPage;
import io.cistern.domain.workspace.FeedPlace;
import io.cistern.domain.workspace.WorkspaceEvent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Applies the feed from a place to its end. The watermark moves in the group of the effects it stands for (invariant I6);
 * of several events of one path in a page only the last counts, because it says how the file is now.
 */
public final class EventReplay {
  /** The contract's own default, and a bound on what one group may have to refetch. */
  static final int PAGE = 200;

  private final RemoteWorkspace remote;
  private final Manifest manifest;
  private final MirrorIdentity identity;
  private final NewsDesk news;

  /** Keeps these. */
  @Inject
  public EventReplay(RemoteWorkspace remote, Manifest manifest, MirrorIdentity identity, NewsDesk news) {
    this.remote = remote;
    this.manifest = manifest;
    this.identity = identity;
    this.news = news;
  }

  /** How a replay ended. */
  sealed interface Replayed {
    /** Everything up to the end of the feed is applied. */
    record Whole() implements Replayed {}

    /** The broker has no feed. */
    record NoFeed() implements Replayed {}

    /** The feed went back, or does not know our place: the broker has lost its state. */
    record WentBack() implements Replayed {}
  }

  /**
   * Replays everything after {@code since}.
   *
   * @param guarded whether many removals have to be confirmed
   */
  Replayed replay(FeedPlace since, boolean guarded, CloneRun run) {
    run.checkpoint();
    news.applyLate(run);
    switch (remote.tip(run.patience())) {
      case Feed.None(String _) -> {
        return new Replayed.NoFeed();
      }
      case Feed.At at when since.isNotIn(at.place()) -> {
        return new Replayed.WentBack();
      }
      case Feed.At at when at.tip().equals(since.cursor()) -> {
        remember(since, at.place(), run);
        return new Replayed.Whole();
      }
      case Feed.At _ -> {}
    }
    Optional<RemovalGuard> guard = guarded
        ? Optional.of(new RemovalGuard(manifest, since.cursor(), run.settings().massRemoval()))
        : Optional.empty();
    Events first = remote.events(since.cursor(), PAGE, run.patience());
    if (guard.isPresent()) {
      lookAhead(since, first, guard.get(), run);
      guard.get().check(run.request().confirmation());
    }
    return apply(since, first, run);
  }

  /** Of a tip only the cursor was taken; what its event told is seen now, and shows later whether it is still the same. */
  private void remember(FeedPlace since, FeedPlace seen, CloneRun run) {
    if (since.revision().isEmpty() && seen.revision().isPresent()) {
      news.apply(News.of(new LogRecord.CursorMoved(seen.cursor(), seen.revision())), run);
    }
  }

  private Replayed apply(FeedPlace since, Events first, CloneRun run) {
    FeedPlace at = since;
    Events answer = first;
    long events = 0;
    while (true) {
      run.checkpoint();
      switch (answer) {
        case Events.None(String _) -> {
          return new Replayed.NoFeed();
        }
        case Events.Page(EventPage page) -> {
          run.liveness().sawLife();
          if (!page.events().isEmpty()) {
            Optional<FeedPlace> next = at.after(page);
            if (next.isEmpty()) {
              return new Replayed.WentBack();
            }
            run.counted(news.apply(newsOf(page, next.get()), run));
            events += page.events().size();
            run.report("events", events, OptionalLong.empty());
            at = next.get();
          }
          if (page.events().isEmpty() && at.equals(since)) {
            return new Replayed.WentBack(); // the feed has an end elsewhere, so it does not know where we stand
          }
          if (!page.more() || page.events().isEmpty()) {
            return new Replayed.Whole();
          }
        }
      }
      answer = remote.events(at.cursor(), PAGE, run.patience());
    }
  }

  /** Reads to the end of the feed without applying anything; a feed that does not make sense ends it early. */
  private void lookAhead(FeedPlace since, Events first, RemovalGuard guard, CloneRun run) {
    FeedPlace at = since;
    Events answer = first;
    while (answer instanceof Events.Page(EventPage page)) {
      run.checkpoint();
      run.liveness().sawLife();
      page.events().stream().filter(event -> isMirrored(event.name())).forEach(guard::saw);
      Optional<FeedPlace> next = page.events().isEmpty() ? Optional.empty() : at.after(page);
      if (next.isEmpty() || !page.more()) {
        return;
      }
      at = next.get();
      answer = remote.events(at.cursor(), PAGE, run.patience());
    }
  }

  private News newsOf(EventPage page, FeedPlace next) {
    Map<String, RemoteFact> lastOfEach = new LinkedHashMap<>();
    page.events().stream()
        .filter(event -> isMirrored(event.name()))
        .forEach(event -> fact(event).ifPresent(fact -> lastOfEach.put(event.name(), fact)));
    return new News(
        new ArrayList<>(lastOfEach.values()),
        changed -> List.of(new LogRecord.CursorMoved(next.cursor(), next.revision())),
        Basis.REVISION,
        Origin.REMOTE_UPDATE);
  }

  /** What an event says of its file; empty for one that says nothing of a file. */
  static Optional<RemoteFact> fact(WorkspaceEvent event) {
    return switch (event.kind()) {
      case CREATED, UPDATED -> Optional.of(
          new RemoteFact.Present(event.name(), event.revision(), event.hash(), 0, Optional.of(event.at())));
      case DELETED -> Optional.of(new RemoteFact.Removed(event.name(), event.revision()));
      case OTHER -> Optional.empty();
    };
  }

  private boolean isMirrored(String name) {
    return identity.root().equals("/") || name.startsWith(identity.root() + "/");
  }
}
