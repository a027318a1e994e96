package io.cistern.application.clone;

import io.cistern.application.fetch.Fetched;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.sync.SyncPolicy.Basis;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Files that are here in an older version, because reading the newer one failed for good when the feed told of it. It
 * tells of it once, so they are asked for again by every later run, until the remote gives them; best effort, because they
 * hold nothing up.
 */
final class Outdated {
  /** Files that are fetched before they are committed: what a cut may cost. */
  private static final int CHUNK = 32;

  private final Manifest manifest;
  private final Fetcher fetcher;
  private final NewsDesk news;

  Outdated(Manifest manifest, Fetcher fetcher, NewsDesk news) {
    this.manifest = manifest;
    this.fetcher = fetcher;
    this.news = news;
  }

  /** Asks for each of them, as long as the remote answers. */
  void refresh(CloneRun run) {
    List<PathEntry> all = find();
    boolean answers = true;
    for (int from = 0; answers && from < all.size(); from += CHUNK) {
      answers = refresh(all.subList(from, Math.min(from + CHUNK, all.size())), run);
    }
  }

  /** One without a revision is not older, but gone from the remote's listing. */
  static boolean is(PathEntry entry) {
    return entry.state() == PathState.HYDRATED && entry.reason().isPresent() && entry.revision().isPresent();
  }

  /** The entry of a file of which only the name is known: what the remote has told of it is not kept. */
  static PathEntry unknown(PathEntry entry) {
    return new PathEntry(
        entry.name(), entry.state(), Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(),
        Optional.empty());
  }

  private List<PathEntry> find() {
    List<PathEntry> found = new ArrayList<>();
    Iterator<PathEntry> entries = manifest.withoutPlaceholders("/");
    while (entries.hasNext()) {
      PathEntry entry = entries.next();
      if (is(entry)) {
        found.add(entry);
      }
    }
    return found;
  }

  /** The remote's word of now is newer than what is here, also where it has begun to count anew since. */
  private boolean refresh(List<PathEntry> chunk, CloneRun run) {
    Map<String, Fetched> fetched = new ConcurrentHashMap<>();
    AtomicBoolean answers = new AtomicBoolean(true);
    run.eachOf(chunk, entry -> {
      run.checkpoint();
      switch (answers.get()
          ? fetcher.fetch(unknown(entry), Lane.EAGER, run.patience(), run.stop())
          : skipped(entry)) {
        case Fetched.Ready ready -> fetched.put(entry.name(), ready);
        case Fetched.NotHere notHere -> answers.compareAndSet(true, notHere.lasting().isPresent());
        case Fetched.Edited _, Fetched.Skipped _ -> {}
      }
    });
    List<RemoteFact> facts = fetched.values().stream().map(Outdated::fact).toList();
    run.counted(news.apply(new News(facts, counts -> List.of(), Basis.HASH, Origin.REMOTE_UPDATE), fetched, run));
    return answers.get();
  }

  private static Fetched skipped(PathEntry entry) {
    return new Fetched.Skipped(entry, "the remote does not answer");
  }

  private static RemoteFact fact(Fetched fetched) {
    PathEntry after = ((Fetched.Ready) fetched).after();
    return new RemoteFact.Present(after.name(), after.revision(), after.hash(), after.size(), after.updatedAt());
  }
}
