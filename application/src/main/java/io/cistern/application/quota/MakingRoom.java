package io.cistern.application.quota;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.DehydrateRule;
import io.cistern.domain.placeholder.DehydrationOutcome;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.quota.Eviction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gives the least recently used content back. Used by one thread at a time. */
final class MakingRoom {
  /** Files given back before it is seen whether that is enough. */
  private static final int BATCH = 64;

  private final Manifest manifest;
  private final WorkingTree tree;
  private final GivingBack givingBack;
  private final long since;

  /**
   * @param since when this run began: background work never takes the room of what was used since, or it would undo
   *     what it has just done
   */
  MakingRoom(Manifest manifest, WorkingTree tree, GivingBack givingBack, Instant since) {
    this.manifest = manifest;
    this.tree = tree;
    this.givingBack = givingBack;
    this.since = TimeUnit.SECONDS.toNanos(since.getEpochSecond()) + since.getNano();
  }

  /**
   * Tries to make so much room.
   *
   * @return bytes that became free; 0 when nothing may be given back
   */
  long free(long bytes, Lane lane) {
    List<Eviction.Candidate> chosen = choose(bytes, lane);
    long freed = 0;
    for (int from = 0; from < chosen.size() && freed < bytes; from += BATCH) {
      List<PathEntry> batch = new ArrayList<>();
      for (Eviction.Candidate one : chosen.subList(from, Math.min(chosen.size(), from + BATCH))) {
        manifest.find(one.name()).filter(entry -> entry.state() == PathState.HYDRATED).ifPresent(batch::add);
      }
      for (DehydrationOutcome outcome : givingBack.giveBack(batch, Origin.EVICT, GivingBack.Proof.LOOK)) {
        freed += outcome instanceof DehydrationOutcome.Dehydrated(long size) ? size : 0;
      }
    }
    return freed;
  }

  private List<Eviction.Candidate> choose(long bytes, Lane lane) {
    Pins pins = manifest.pins();
    Eviction eviction = new Eviction(bytes);
    Iterator<PathEntry> here = manifest.withoutPlaceholders("/");
    while (here.hasNext()) {
      PathEntry entry = here.next();
      if (DehydrateRule.keeps(entry, pins).isEmpty()) {
        tree.usage(entry.path())
            .filter(usage -> !usage.written().orElse(true))
            .map(usage -> new Eviction.Candidate(entry.name(), entry.size(), lastUse(entry, usage)))
            .filter(candidate -> lane != Lane.EAGER || candidate.lastUse() < since)
            .ifPresent(eviction::consider);
      }
    }
    return eviction.chosen();
  }

  /**
   * When it was last read, or published, whichever is later: a file that nobody has read yet is not old. One that is being
   * published just now has no memo yet; it is the youngest of all.
   */
  private static long lastUse(PathEntry entry, WorkingTree.Usage usage) {
    return Math.max(entry.memo().map(Memo::changed).orElse(Long.MAX_VALUE), usage.read());
  }
}
