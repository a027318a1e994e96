package io.cistern.application.clone;

import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.commit.Change;
import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.fetch.Fetched;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.sync.NamePolicy;
import io.cistern.domain.sync.NameVerdict;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.sync.SyncDecision;
import io.cistern.domain.sync.SyncPolicy;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspacePath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Applies the remote's word to the mirror: judges the names, fetches what has to be refreshed, and commits the facts
 * together with the progress they stand for. Used by one thread, inside the BOOTSTRAP pass, so that no other names come.
 */
public final class NewsDesk {
  /** Losing staging, or the race against somebody who opens the same file, this often in a row is no accident. */
  private static final int TRIES = 10;

  /** Refreshed files that are committed together: what a cut may cost. */
  private static final int CHUNK = 32;

  private final Commits commits;
  private final Manifest manifest;
  private final WorkingTree tree;
  private final Fetcher fetcher;
  private final MirrorIdentity identity;

  /** Keeps these. */
  @Inject
  public NewsDesk(Commits commits, Manifest manifest, WorkingTree tree, Fetcher fetcher, MirrorIdentity identity) {
    this.commits = commits;
    this.manifest = manifest;
    this.tree = tree;
    this.fetcher = fetcher;
    this.identity = identity;
  }

  /**
   * Applies news. Removals go first and in a group of their own, because a name that comes may need what a removal
   * leaves free; progress is in the last group.
   */
  Counts apply(News news, CloneRun run) {
    return apply(news, Map.of(), run);
  }

  /**
   * Applies news whose content came with them.
   *
   * @param content by name
   */
  Counts apply(News news, Map<String, Fetched> content, CloneRun run) {
    List<RemoteFact> removals = news.facts().stream().filter(RemoteFact.Removed.class::isInstance).toList();
    Map<String, RemoteFact> others = new TreeMap<>(Utf8Order.COMPARATOR);
    Released.by(removals, manifest, identity.folding()).forEach(fact -> others.put(fact.name(), fact));
    news.facts().stream()
        .filter(fact -> !(fact instanceof RemoteFact.Removed))
        .forEach(fact -> others.put(fact.name(), fact));
    removals.forEach(removal -> others.remove(removal.name()));
    if (removals.isEmpty() || others.isEmpty()) {
      return refreshed(news, content, run).plus(applyGroup(news, content, run));
    }
    Counts counts = applyGroup(news.part(removals), content, run);
    News rest = news.rest(List.copyOf(others.values()));
    return counts.plus(refreshed(rest, content, run)).plus(applyGroup(rest, content, run));
  }

  /** Tries files again whose newer version could not be read when it was told; see {@link Outdated}. */
  void applyLate(CloneRun run) {
    new Outdated(manifest, fetcher, this).refresh(run);
  }

  /**
   * Brings files that are here up to date first, a few at a time: what is committed is not fetched again when the run is
   * cut. The group that follows then finds nothing to fetch.
   */
  private Counts refreshed(News news, Map<String, Fetched> content, CloneRun run) {
    Counts counts = Counts.NONE;
    List<RemoteFact> stale = news.facts().stream()
        .filter(fact -> !content.containsKey(fact.name()))
        .filter(fact -> WorkspacePath.parse(fact.name()).isPresent())
        .filter(fact -> SyncPolicy.decide(
            manifest.find(fact.name()), fact, news.basis()) instanceof SyncDecision.Refresh)
        .toList();
    for (int from = 0; from + CHUNK < stale.size(); from += CHUNK) {
      counts = counts.plus(applyGroup(news.part(stale.subList(from, from + CHUNK)), content, run));
    }
    return counts;
  }

  private Counts applyGroup(News news, Map<String, Fetched> content, CloneRun run) {
    for (int tries = 0; tries < TRIES; tries++) {
      List<Judged> judged = judge(news);
      Map<String, Fetched> fetched = new HashMap<>(content);
      fetched.putAll(refetch(news, judged, content, run));
      fetcher.force(fetched.values());
      NewsChange change = new NewsChange(
          news, judged, fetched, adoptable(news, judged, run), fetcher::finished);
      switch (commits.commit(change)) {
        case CommitResult.Done done -> {
          discardUnused(change, fetched);
          return change.counts().plus(new Counts(0, 0, 0, 0, conflicts(done.outcomes()), 0, 0));
        }
        case CommitResult.Nothing() when !change.unprepared() -> {
          discardUnused(change, fetched);
          return change.counts();
        }
        case CommitResult.Nothing() -> {
          discardAll(fetched, content);
          run.checkpoint();
        }
        case CommitResult.Unpublished unpublished -> throw unpublished.cause();
        case CommitResult.StagingLost() -> {
          if (!content.isEmpty()) {
            throw new CisternException(new Failure.LocalIo("staging", "what had arrived is gone from staging"));
          }
          discardAll(fetched, content);
          run.checkpoint();
        }
      }
    }
    throw new CisternException(
        new Failure.LocalIo("staging", "what was prepared was outdated or gone again and again"));
  }

  /** Content for a path that turned out to need none would fill the disk until this process ends. */
  private void discardUnused(NewsChange change, Map<String, Fetched> fetched) {
    fetched.forEach((name, content) -> {
      if (content instanceof Fetched.Ready ready && change.names().contains(name) && !change.used(name)) {
        fetcher.giveUp(ready);
      }
    });
  }

  /** What this try has fetched and nothing has published; what came with the news is tried again. */
  private void discardAll(Map<String, Fetched> fetched, Map<String, Fetched> content) {
    fetched.forEach((name, one) -> {
      if (one instanceof Fetched.Ready ready && !content.containsKey(name)) {
        fetcher.giveUp(ready);
      }
    });
  }

  private List<Judged> judge(News news) {
    List<RemoteFact> facts =
        news.facts().stream().sorted(Comparator.comparing(RemoteFact::name, Utf8Order.COMPARATOR)).toList();
    Set<String> coming = facts.stream()
        .filter(RemoteFact.Present.class::isInstance)
        .map(RemoteFact::name)
        .filter(NamePolicy::fitsAlone)
        .collect(Collectors.toSet());
    HeldNames held = new HeldNames(manifest, identity.folding(), coming);
    List<Judged> judged = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    Set<String> displaced = new HashSet<>();
    for (RemoteFact fact : facts) {
      Judged one = judge(fact, held, displaced);
      if (keys.add(one.key())) {
        judged.add(one);
      }
    }
    if (!displaced.isEmpty()) {
      makeRoom(new MakeRoom(displaced, news.origin()));
    }
    return judged;
  }

  private Judged judge(RemoteFact fact, HeldNames held, Set<String> displaced) {
    if (!(fact instanceof RemoteFact.Present)) {
      boolean quarantined = manifest.find(NamePolicy.key(fact.name()))
          .filter(entry -> entry.state() == PathState.QUARANTINED)
          .isPresent();
      boolean path = WorkspacePath.parse(fact.name()).isPresent();
      return new Judged(
          fact, NamePolicy.key(fact.name()),
          quarantined || !path ? Optional.of("removed remotely") : Optional.empty());
    }
    return switch (NamePolicy.judge(fact.name(), identity.folding(), held)) {
      case NameVerdict.Unfit(String key, String reason) -> new Judged(fact, key, Optional.of(reason));
      case NameVerdict.Fits(WorkspacePath path, Optional<String> displaces) -> {
        Optional<PathEntry> inTheWay = displaces.flatMap(manifest::find);
        if (inTheWay.filter(entry -> !MakeRoom.movable(entry)).isPresent()) {
          yield new Judged(fact, path.value(), Optional.of("a local file has the name of its directory"));
        }
        displaces.ifPresent(displaced::add);
        held.take(path.value());
        yield new Judged(fact, path.value(), Optional.empty());
      }
    };
  }

  private void makeRoom(Change change) {
    if (commits.commit(change) instanceof CommitResult.Unpublished unpublished) {
      throw unpublished.cause();
    }
  }

  /**
   * Newer content for files that are here. What cannot be had for now ends the run: progress must not pass it. Where there
   * is no room for it, a placeholder takes the place of what is out of date.
   */
  private Map<String, Fetched> refetch(News news, List<Judged> judged, Map<String, Fetched> content, CloneRun run) {
    Map<String, PathEntry> stale = new LinkedHashMap<>();
    for (Judged one : judged) {
      if (!content.containsKey(one.key())
          && one.decide(manifest.find(one.key()), news.basis()) instanceof SyncDecision.Refresh(PathEntry wanted)) {
        stale.put(one.key(), wanted);
      }
    }
    Map<String, Fetched> fetched = new ConcurrentHashMap<>();
    try {
      run.eachOf(stale.entrySet(), wanted -> fetched.put(wanted.getKey(), refetched(wanted.getValue(), run)));
      return fetched;
    } catch (RuntimeException ended) {
      discardAll(fetched, content);
      throw ended;
    }
  }

  private Fetched refetched(PathEntry wanted, CloneRun run) {
    run.checkpoint();
    Fetched result = fetcher.fetch(wanted, Lane.EAGER, run.patience(), run.stop());
    if (result instanceof Fetched.NotHere(PathEntry _, Failure.QuotaReached _, Optional<String> _)) {
      return fetcher.withoutContent(wanted);
    }
    if (result instanceof Fetched.NotHere notHere && notHere.lasting().isEmpty()) {
      throw new CisternException(notHere.failure());
    }
    return result;
  }

  /** The look comes before the hash, so that an edit in between shows as a stale memo. */
  private Map<String, PathEntry> adoptable(News news, List<Judged> judged, CloneRun run) {
    Map<String, PathEntry> adoptable = new HashMap<>();
    if (!run.request().adopt()) {
      return adoptable;
    }
    for (Judged one : judged) {
      if (one.decide(manifest.find(one.key()), news.basis()) instanceof SyncDecision.Create(PathEntry after)
          && after.hash().isPresent()
          && tree.look(after.path()) instanceof Look.File(Memo memo, boolean placeholder)
          && !placeholder
          && tree.hash(after.path()).equals(after.hash())) {
        adoptable.put(one.key(), new PathEntry(
            after.name(), PathState.HYDRATED, after.revision(), after.hash(), memo.size(), after.updatedAt(),
            Optional.of(memo), Optional.empty()));
      }
    }
    return adoptable;
  }

  private static long conflicts(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome instanceof Outcome.Yielded yielded
            && yielded.entry().filter(entry -> entry.state() == PathState.CONFLICT).isPresent())
        .count();
  }
}
