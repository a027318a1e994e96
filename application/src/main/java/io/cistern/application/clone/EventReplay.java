package io.cistern.application.clone;

import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Events;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.EventPage;
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
  private static final int PAGE = 200;

  private final RemoteWorkspace remote;
  private final MirrorIdentity identity;
  private final NewsDesk news;

  /** Keeps these. */
  @Inject
  public EventReplay(RemoteWorkspace remote, MirrorIdentity identity, NewsDesk news) {
    this.remote = remote;
    this.identity = identity;
    this.news = news;
  }

  /** Replays everything after {@code since}; empty when the broker has no feed. */
  Optional<Counts> replay(EventCursor since, CloneRun run) {
    EventCursor at = since;
    Counts counts = Counts.NONE;
    long events = 0;
    while (true) {
      run.checkpoint();
      switch (remote.events(at, PAGE, run.deadline())) {
        case Events.None(String _) -> {
          return Optional.empty();
        }
        case Events.Page(EventPage page) -> {
          if (!page.events().isEmpty()) {
            EventCursor next = checked(at, page);
            counts = counts.plus(news.apply(newsOf(page, next), run));
            events += page.events().size();
            run.report("events", events, OptionalLong.empty());
            at = next;
          }
          if (!page.more() || page.events().isEmpty()) {
            return Optional.of(counts);
          }
        }
      }
    }
  }

  private News newsOf(EventPage page, EventCursor next) {
    Map<String, RemoteFact> lastOfEach = new LinkedHashMap<>();
    page.events().stream()
        .filter(event -> isMirrored(event.name()))
        .forEach(event -> fact(event).ifPresent(fact -> lastOfEach.put(event.name(), fact)));
    return new News(
        new ArrayList<>(lastOfEach.values()), List.of(new LogRecord.CursorMoved(next)), Origin.REMOTE_UPDATE);
  }

  private static Optional<RemoteFact> fact(WorkspaceEvent event) {
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

  /** The place after the page; a feed that went back has lost its state, and nothing it says can be placed. */
  private static EventCursor checked(EventCursor since, EventPage page) {
    EventCursor last = since;
    for (WorkspaceEvent event : page.events()) {
      OptionalLong before = last.number();
      OptionalLong here = event.cursor().number();
      boolean back = before.isPresent() && here.isPresent() && here.getAsLong() <= before.getAsLong();
      if (back || event.cursor().equals(last)) {
        throw new CisternException(new Failure.Remote(
            Failure.RemoteCode.REMOTE_BROKEN_ANSWER, Optional.empty(),
            "the event feed went from " + last + " back to " + event.cursor(), Optional.empty()));
      }
      last = event.cursor();
    }
    return last;
  }
}
