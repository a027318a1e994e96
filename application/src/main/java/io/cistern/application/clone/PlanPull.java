package io.cistern.application.clone;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Events;
import io.cistern.application.port.RemoteWorkspace.Feed;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.NamePolicy;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.sync.SyncDecision;
import io.cistern.domain.sync.SyncPolicy;
import io.cistern.domain.sync.SyncPolicy.Basis;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.EventPage;
import io.cistern.domain.workspace.FeedPlace;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspaceEvent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Says what a pull over complete names would do, from the feed and the manifest, without a lock and without a change. What
 * only shows when it is done, such as names that exclude each other here, is not foretold.
 */
public final class PlanPull {
  private final RemoteWorkspace remote;
  private final Manifest manifest;
  private final MirrorIdentity identity;
  private final WorkingTree tree;
  private final BootstrapSettings settings;

  /** Keeps these; the manifest is a reader's. */
  public PlanPull(
      RemoteWorkspace remote, Manifest manifest, MirrorIdentity identity, WorkingTree tree,
      BootstrapSettings settings) {
    this.remote = remote;
    this.manifest = manifest;
    this.identity = identity;
    this.tree = tree;
    this.settings = settings;
  }

  /** What would happen to a path. */
  public record Planned(String name, Effect effect) {}

  /** How a path would change. */
  public enum Effect {
    CREATE,
    UPDATE,
    REFRESH,
    REMOVE,
    CONFLICT,
    QUARANTINE
  }

  /** What a pull would come to. */
  public sealed interface Plan {
    /**
     * The feed is replayed.
     *
     * @param paths that would change
     * @param confirmation the token without which so many removals are refused
     */
    record Replay(long paths, Optional<String> confirmation) implements Plan {}

    /**
     * The workspace is listed again, and only that shows what is new.
     *
     * @param why in a few words
     */
    record Listing(String why) implements Plan {}
  }

  /**
   * Plans.
   *
   * @param sink told each path that would change, in byte order
   * @throws io.cistern.domain.failure.CisternException {@code Interrupted} between two pages, and whatever the remote
   *     fails with
   */
  public Plan plan(Deadline deadline, StopSignal stop, Consumer<Planned> sink) {
    FeedPlace since = manifest.watermark()
        .map(watermark -> new FeedPlace(watermark, manifest.landmarks().feedRevision()))
        .orElseGet(() -> FeedPlace.of(manifest.bootstrap().tip().orElse(EventCursor.START)));
    return switch (remote.tip(deadline)) {
      case Feed.None(String why) -> new Plan.Listing("there is no event feed: " + why);
      case Feed.At at when since.isNotIn(at.place()) ->
        new Plan.Listing("the broker has lost its state");
      case Feed.At at when at.tip().equals(since.cursor()) -> new Plan.Replay(0, Optional.empty());
      case Feed.At _ -> replay(since, deadline, stop, sink);
    };
  }

  private Plan replay(FeedPlace since, Deadline deadline, StopSignal stop, Consumer<Planned> sink) {
    RemovalGuard guard = new RemovalGuard(manifest, since.cursor(), settings.massRemoval());
    Map<String, RemoteFact> lastOfEach = new TreeMap<>(Utf8Order.COMPARATOR);
    FeedPlace at = since;
    boolean more = true;
    while (more) {
      stop.check();
      if (!(remote.events(at.cursor(), EventReplay.PAGE, deadline) instanceof Events.Page(EventPage page))) {
        return new Plan.Listing("there is no event feed");
      }
      page.events().stream().filter(this::isMirrored).forEach(event -> {
        guard.saw(event);
        EventReplay.fact(event).ifPresent(fact -> lastOfEach.put(fact.name(), fact));
      });
      Optional<FeedPlace> next = at.after(page);
      if (next.isEmpty()) {
        return new Plan.Listing("the broker has lost its state");
      }
      more = page.more() && !page.events().isEmpty();
      at = next.get();
    }
    long[] paths = {0};
    lastOfEach.values().forEach(fact -> effect(fact).ifPresent(effect -> {
      paths[0]++;
      sink.accept(new Planned(fact.name(), effect));
    }));
    return new Plan.Replay(paths[0], guard.refuses() ? Optional.of(guard.token()) : Optional.empty());
  }

  private boolean isMirrored(WorkspaceEvent event) {
    return identity.root().equals("/") || event.name().startsWith(identity.root() + "/");
  }

  private Optional<Effect> effect(RemoteFact fact) {
    String key = NamePolicy.key(fact.name());
    Optional<PathEntry> known = manifest.find(key).map(this::asItIsNow);
    SyncDecision decision = NamePolicy.fitsAlone(fact.name())
        ? SyncPolicy.decide(known, fact, Basis.REVISION)
        : SyncPolicy.quarantine(known, key, fact, "");
    return switch (decision) {
      case SyncDecision.Create _ -> Optional.of(Effect.CREATE);
      case SyncDecision.Note(PathEntry after) -> Optional.of(switch (after.state()) {
        case CONFLICT -> Effect.CONFLICT;
        case QUARANTINED -> Effect.QUARANTINE;
        case PLACEHOLDER, HYDRATED, MODIFIED, ADDED, REMOVED -> Effect.UPDATE;
      });
      case SyncDecision.Refresh _ -> Optional.of(Effect.REFRESH);
      case SyncDecision.Remove() -> Optional.of(Effect.REMOVE);
      case SyncDecision.Forget() -> Optional.of(Effect.REMOVE);
      case SyncDecision.Leave() -> Optional.empty();
    };
  }

  /** A pull records edits before it receives anything. */
  private PathEntry asItIsNow(PathEntry entry) {
    boolean edited = entry.state() == PathState.HYDRATED
        && tree.look(entry.path()) instanceof Look.File(Memo memo, boolean _)
        && entry.memo().filter(known -> known.proves(memo)).isEmpty()
        && !tree.hash(entry.path()).equals(entry.hash());
    return edited ? entry.withState(PathState.MODIFIED) : entry;
  }
}
