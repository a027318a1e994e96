package io.cistern.application.quota;

import io.cistern.application.commit.Commits;
import io.cistern.application.fetch.Room;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.Staging;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.quota.Admission;
import io.cistern.domain.quota.DiskBudget;
import io.cistern.domain.workspace.ContentHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps content within the disk's budget, across threads and processes, at every moment: room is set aside before bytes
 * come, and given up under the lock under which the content begins to count by itself.
 *
 * <p>What is here is told by the manifest, what is on its way by each process's share, which grows only under the mirror
 * lock, so that no two processes take the same room. A place belongs to one fetch, told by its very entry: of a path there
 * is one flight in a process. Safe for use by many threads. Lock order: making room, then the
 * mirror lock, then this object's monitor.
 */
public final class DiskQuota implements Room {
  /** A file that others are about to take room from may need another look; who loses so often is refused. */
  private static final int TRIES = 8;

  /** How long a refusal answers for all that need as much: a look at everything here is not worth more. */
  private static final Duration REFUSAL_HOLDS = Duration.ofSeconds(1);

  private final DiskBudget budget;
  private final Commits commits;
  private final Manifest manifest;
  private final Staging staging;
  private final MakingRoom makingRoom;
  private final InstantSource clock;
  private final ReentrantLock evicting = new ReentrantLock(true);

  // The monitor guards what follows.
  private final IdentityHashMap<PathEntry, Place> places = new IdentityHashMap<>();
  private long used;
  private long share;
  private Optional<Refusal> refusal = Optional.empty();

  DiskQuota(
      DiskBudget budget, Commits commits, Manifest manifest, Staging staging, MakingRoom makingRoom,
      InstantSource clock) {
    this.budget = budget;
    this.commits = commits;
    this.manifest = manifest;
    this.staging = staging;
    this.makingRoom = makingRoom;
    this.clock = clock;
  }

  /** What is set aside for one file. */
  private record Place(long bytes, Lane lane) {}

  /** The last time that no room could be made for background work. */
  private record Refusal(long bytes, String reason, Instant until) {}

  /** How asking ended: 0 bytes missing, or how many to make free first, of a budget of which so much is taken. */
  private record Asked(long missing, long taken) {}

  @Override
  public Admission enter(PathEntry wanted, Lane lane) {
    boolean empty = wanted.hash().filter(ContentHash.OF_NOTHING::equals).isPresent();
    return take(wanted, empty ? 0 : wanted.size(), lane);
  }

  @Override
  public Admission grow(PathEntry wanted, long bytes) {
    Lane lane;
    synchronized (this) {
      Optional<Place> place = Optional.ofNullable(places.get(wanted));
      if (place.filter(known -> known.bytes() >= bytes).isPresent()) {
        return new Admission.Allowed();
      }
      lane = place.map(Place::lane).orElse(Lane.EAGER);
    }
    return take(wanted, bytes, lane);
  }

  @Override
  public synchronized void leave(PathEntry wanted) {
    Place place = places.remove(wanted);
    if (place == null) {
      return;
    }
    used -= place.bytes();
    share = used == 0 ? 0 : share - place.bytes(); // published content counts by itself now
    try {
      staging.setAside(share);
    } catch (CisternException unsaid) {
      // Others believe that more is set aside than is, until the next word or this process's end: no harm but theirs.
    }
  }

  private Admission take(PathEntry wanted, long bytes, Lane lane) {
    Optional<Refusal> known = refusal(lane, bytes);
    if (known.isPresent()) {
      return new Admission.Refused(known.get().reason(), known.get().until());
    }
    if (fromShare(wanted, bytes, lane)) {
      return new Admission.Allowed();
    }
    Asked asked = ask(wanted, bytes, lane);
    if (asked.missing() == 0) {
      return new Admission.Allowed();
    }
    evicting.lock(); // one makes room at a time: who waited may find that it is there
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        asked = ask(wanted, bytes, lane);
        if (asked.missing() == 0) {
          return new Admission.Allowed();
        }
        if (bytes > budget.bytes() || makingRoom.free(budget.toFree(asked.missing()), lane) == 0) {
          break;
        }
      }
    } finally {
      evicting.unlock();
    }
    return refused(lane, bytes, asked);
  }

  private synchronized boolean fromShare(PathEntry wanted, long bytes, Lane lane) {
    long more = bytes - held(wanted);
    if (used + more > share) {
      return false;
    }
    places.put(wanted, new Place(bytes, lane));
    used += more;
    return true;
  }

  /** Under the mirror lock, where nobody else's share can grow and no content can be published. */
  private Asked ask(PathEntry wanted, long bytes, Lane lane) {
    return commits.holding(held -> asked(held, wanted, bytes, lane));
  }

  private synchronized Asked asked(HeldLock held, PathEntry wanted, long bytes, Lane lane) {
    if (fromShare(wanted, bytes, lane)) {
      return new Asked(0, 0);
    }
    long here = manifest.counts().hydratedBytes();
    long others = staging.setAsideByOthers(held);
    long need = used + bytes - held(wanted) - share;
    long missing = budget.missing(here, others + share, need);
    if (missing > 0) {
      return new Asked(missing, here + others + share);
    }
    long next = share + need + budget.spare(here, others + share, need);
    staging.setAside(next);
    share = next;
    Invariant.check(fromShare(wanted, bytes, lane), "what was set aside is enough for whom it was set aside");
    return new Asked(0, here);
  }

  private long held(PathEntry wanted) {
    return Optional.ofNullable(places.get(wanted)).map(Place::bytes).orElse(0L);
  }

  /** Without a look at everything again and again while nothing changes; whoever waits is worth the look. */
  private synchronized Optional<Refusal> refusal(Lane lane, long bytes) {
    return refusal
        .filter(_ -> lane == Lane.EAGER)
        .filter(last -> bytes >= last.bytes() && clock.instant().isBefore(last.until()));
  }

  private synchronized Admission refused(Lane lane, long bytes, Asked asked) {
    String reason = "no room for " + bytes + " bytes within quota.disk: " + asked.taken() + " of " + budget.bytes()
        + " bytes are here or on their way, and what is pinned, in use or of this run is not given back for it";
    Instant until = clock.instant().plus(REFUSAL_HOLDS);
    if (lane == Lane.EAGER) {
      refusal = Optional.of(new Refusal(bytes, reason, until));
    }
    return new Admission.Refused(reason, until);
  }
}
