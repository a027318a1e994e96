package io.cistern.domain.probe;

import io.cistern.domain.failure.Invariant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which helper answers, which may stay, and which have to go. It decides and remembers; processes, threads and time are
 * the caller's. Every claim is answered with a helper that is held already, so that nothing can come between choosing
 * and holding; a second claim by the same caller gets another helper or none.
 *
 * <p>Whoever is told to end a helper does so and then reports {@link #ended}: until then its process counts. For one
 * thread at a time.
 */
public final class HelperPool {
  private final PoolLimits limits;
  private final Map<HomeName, List<Slot>> homes = new HashMap<>();
  /** Busy helpers that left their home, and one-shots: nobody else will be given these. */
  private final Set<HelperId> apart = new HashSet<>();
  /** Helpers that are being ended. */
  private final Set<HelperId> ending = new HashSet<>();
  private long lastId;
  private boolean closed;

  public HelperPool(PoolLimits limits) {
    this.limits = limits;
  }

  /** Gives a caller a helper, held; ending and starting are the caller's. */
  public Claim claim(HomeName home, Instant now) {
    Invariant.check(!closed, "a closed pool gives nothing");
    List<Slot> slots = cleaned(home);
    Optional<Slot> idle = first(slots, HelperState.IDLE);
    if (idle.isPresent()) {
      return new Claim.Warm(idle.get().become(HelperState.BUSY, now), false);
    }
    if (processes() >= limits.inAll()) {
      // While one is being ended, room is coming; ending another would only make the next caller wait, too.
      return new Claim.Full(ending.isEmpty()
          ? leastRecentlyUsed().map(slot -> end(slot, HelperState.CLOSED, now))
          : Optional.empty());
    }
    Optional<Slot> fresh = first(slots, HelperState.NEVER_STARTED);
    if (fresh.isPresent()) {
      return new Claim.Warm(fresh.get().become(HelperState.BUSY, now), true);
    }
    HelperId once = next();
    apart.add(once);
    return new Claim.Once(once);
  }

  /**
   * Takes a helper back.
   *
   * @param usable whether its process lives and has kept to the protocol
   * @return whether it has to be ended now
   */
  public boolean release(HelperId id, boolean usable, Instant now) {
    if (apart.remove(id)) {
      ending.add(id);
      return true;
    }
    Slot slot = slot(id).orElseThrow(() -> new IllegalArgumentException("a lease is given back once: " + id));
    Invariant.check(slot.state == HelperState.BUSY, "only what is held is given back");
    if (usable) {
      slot.become(HelperState.IDLE, now);
      return false;
    }
    end(slot, HelperState.EXITED, now);
    return true;
  }

  /** A helper that nobody held has ended by itself; it has to be tidied away, if true. */
  public boolean exited(HelperId id, Instant now) {
    Optional<Slot> idle = slot(id).filter(slot -> slot.state == HelperState.IDLE);
    idle.ifPresent(slot -> end(slot, HelperState.EXITED, now));
    return idle.isPresent();
  }

  /** The process of a helper that was to be ended is gone. */
  public void ended(HelperId id) {
    ending.remove(id);
  }

  /**
   * The home's credential changed: none of its helpers is given to anybody any more. Those that are busy end when they
   * are given back; places without a process know no credential and stay.
   *
   * @return the helpers to end now
   */
  public List<HelperId> invalidate(HomeName home, Instant now) {
    List<HelperId> toEnd = new ArrayList<>();
    for (Slot slot : List.copyOf(homes.getOrDefault(home, List.of()))) {
      switch (slot.state) {
        case IDLE -> toEnd.add(end(slot, HelperState.CLOSED, now));
        case BUSY -> {
          apart.add(slot.id);
          slot.become(HelperState.CLOSED, now);
        }
        case NEVER_STARTED, CLOSED, EXITED -> {}
      }
    }
    cleaned(home);
    forgetUnused(home);
    return toEnd;
  }

  /** As {@link #invalidate} for every home. */
  public List<HelperId> invalidateAll(Instant now) {
    return List.copyOf(homes.keySet()).stream().flatMap(home -> invalidate(home, now).stream()).toList();
  }

  /** The helpers that nobody has asked for so long that they have to be ended now. */
  public List<HelperId> endIdle(Instant now) {
    List<HelperId> toEnd = new ArrayList<>();
    for (Map.Entry<HomeName, List<Slot>> entry : Map.copyOf(homes).entrySet()) {
      for (Slot slot : entry.getValue()) {
        if (slot.state == HelperState.IDLE && !now.isBefore(slot.since.plus(limits.idle()))) {
          toEnd.add(end(slot, HelperState.CLOSED, now));
        }
      }
      cleaned(entry.getKey());
      forgetUnused(entry.getKey());
    }
    return toEnd;
  }

  /** When the next helper will have been idle for too long; empty when none is idle. */
  public Optional<Instant> nextExpiry() {
    return all().stream().filter(slot -> slot.state == HelperState.IDLE)
        .map(slot -> slot.since.plus(limits.idle())).min(Comparator.naturalOrder());
  }

  /** Gives nothing any more. Returns the helpers to end now; busy ones end when they are given back. */
  public List<HelperId> close(Instant now) {
    closed = true;
    return invalidateAll(now);
  }

  /** Processes there are, the ones being ended included. */
  public int processes() {
    long warm = all().stream()
        .filter(slot -> slot.state == HelperState.IDLE || slot.state == HelperState.BUSY).count();
    return Math.toIntExact(warm) + apart.size() + ending.size();
  }

  /** How the helpers of a home stand, in the order in which they are tried. */
  public List<HelperState> states(HomeName home) {
    return homes.getOrDefault(home, List.of()).stream().map(slot -> slot.state).toList();
  }

  /** Evicts what was closed or exited, tops up with places that have no process, and leaves everything else alone. */
  private List<Slot> cleaned(HomeName home) {
    List<Slot> slots = homes.computeIfAbsent(home, _ -> new ArrayList<>());
    slots.removeIf(slot -> slot.state == HelperState.CLOSED || slot.state == HelperState.EXITED);
    while (slots.size() < limits.perHome()) {
      slots.add(new Slot(next()));
    }
    return slots;
  }

  private void forgetUnused(HomeName home) {
    homes.computeIfPresent(home, (_, slots) -> slots.stream()
        .allMatch(slot -> slot.state == HelperState.NEVER_STARTED) ? null : slots);
  }

  private HelperId end(Slot slot, HelperState as, Instant now) {
    ending.add(slot.id);
    return slot.become(as, now);
  }

  private Optional<Slot> leastRecentlyUsed() {
    return all().stream().filter(slot -> slot.state == HelperState.IDLE)
        .min(Comparator.comparing((Slot slot) -> slot.since).thenComparing(slot -> slot.id.value()));
  }

  private Optional<Slot> slot(HelperId id) {
    return all().stream().filter(slot -> slot.id.equals(id)).findFirst();
  }

  private List<Slot> all() {
    return homes.values().stream().flatMap(List::stream).toList();
  }

  private static Optional<Slot> first(List<Slot> slots, HelperState state) {
    return slots.stream().filter(slot -> slot.state == state).findFirst();
  }

  private HelperId next() {
    return new HelperId(++lastId);
  }

  /** A place for a warm helper. */
  private static final class Slot {
    private final HelperId id;
    private HelperState state = HelperState.NEVER_STARTED;
    private Instant since = Instant.MIN;

    private Slot(HelperId id) {
      this.id = id;
    }

    private HelperId become(HelperState next, Instant now) {
      state = next;
      since = now;
      return id;
    }
  }
}
