package io.cistern.application.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.HelperProcesses;
import io.cistern.application.port.HelperProcesses.Helper;
import io.cistern.application.port.Pauses;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.probe.Claim;
import io.cistern.domain.probe.HelperId;
import io.cistern.domain.probe.HelperPool;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.PoolLimits;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The helpers of this process: {@link HelperPool} decides under this object's lock, and processes are started, asked
 * and ended without it. Safe for use by many threads.
 *
 * <p>Helpers are ended in the background, on threads that exist only while there is one to end; whoever flushes never
 * waits for that. Only {@link #close} does.
 */
public final class ProbePool implements AutoCloseable {
  /** How long a closed pool's idle timer may go on: nobody waits for it, and it does nothing then. */
  private static final Duration GLANCE = Duration.ofSeconds(5);

  /** How often whoever waits looks at the clock, which may be moved. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final HelperProcesses processes;
  private final InstantSource clock;
  private final Pauses pauses;

  @GuardedBy("this")
  private final HelperPool pool;

  /** The processes of all helpers that have one, until they are gone. */
  @GuardedBy("this")
  private final Map<HelperId, Helper> running = new HashMap<>();

  @GuardedBy("this")
  private boolean timing;

  @GuardedBy("this")
  private boolean closed;

  public ProbePool(HelperProcesses processes, PoolLimits limits, InstantSource clock, Pauses pauses) {
    this.processes = processes;
    this.clock = clock;
    this.pauses = pauses;
    this.pool = new HelperPool(limits);
  }

  /**
   * Gives the caller a helper, held until the lease is closed. Waits only where there are as many processes as there
   * may be; empty when the deadline comes first, or the pool is closed.
   */
  public Optional<Lease> lease(HomeName home, Deadline deadline) {
    boolean waited = false;
    while (true) {
      Optional<HelperId> toEnd;
      synchronized (this) {
        if (closed) {
          return Optional.empty();
        }
        switch (pool.claim(home, clock.instant())) {
          case Claim.Warm(HelperId id, boolean start) -> {
            if (start || isUsable(id)) {
              return Optional.of(new Lease(home, id, false, waited));
            }
            // It ended while nobody looked; the next turn gives another, or a place to start one.
            pool.release(id, false, clock.instant());
            toEnd = Optional.of(id);
          }
          case Claim.Once(HelperId id) -> {
            return Optional.of(new Lease(home, id, true, waited));
          }
          case Claim.Full(Optional<HelperId> inTheWay) -> {
            toEnd = inTheWay;
            if (toEnd.isEmpty() && !awaitNews(deadline)) {
              return Optional.empty();
            }
            waited = true;
          }
        }
      }
      toEnd.ifPresent(this::endInBackground);
    }
  }

  /** The home's credential changed, or somebody wants it asked anew: its helpers go. Returns at once. */
  public void invalidate(HomeName home) {
    List<HelperId> toEnd;
    synchronized (this) {
      toEnd = pool.invalidate(home, clock.instant());
    }
    toEnd.forEach(this::endInBackground);
  }

  /** All helpers of all homes go. Returns at once. */
  public void invalidateAll() {
    List<HelperId> toEnd;
    synchronized (this) {
      toEnd = pool.invalidateAll(clock.instant());
    }
    toEnd.forEach(this::endInBackground);
  }

  /** Ends what has been idle for too long; the timer's business. */
  void endIdle() {
    List<HelperId> toEnd;
    synchronized (this) {
      toEnd = pool.endIdle(clock.instant());
    }
    toEnd.forEach(this::end);
  }

  /** Processes there are, the ones being ended included. */
  public synchronized int processes() {
    return pool.processes();
  }

  /** Ends every helper, those that are being asked included, and waits until they are gone. */
  @Override
  public void close() {
    Collection<Helper> left;
    List<HelperId> idle;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      idle = pool.close(clock.instant());
      left = List.copyOf(running.values());
      notifyAll();
    }
    idle.forEach(this::end);
    left.forEach(Helper::close);
  }

  private synchronized boolean isUsable(HelperId id) {
    return Optional.ofNullable(running.get(id)).filter(Helper::usable).isPresent();
  }

  /** Waits for a helper to be given back or to end; false when the deadline has come. */
  private synchronized boolean awaitNews(Deadline deadline) {
    long left = TimeUnit.NANOSECONDS.convert(deadline.left(clock.instant()));
    if (left <= 0) {
      return false;
    }
    boolean interrupted = Thread.interrupted();
    try {
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LOOK.toNanos()));
    } catch (InterruptedException _) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return true;
  }

  private void endInBackground(HelperId id) {
    Thread.ofPlatform().daemon().name("probe-ending-" + id.value()).start(() -> end(id));
  }

  private void end(HelperId id) {
    Optional<Helper> helper;
    synchronized (this) {
      helper = Optional.ofNullable(running.get(id));
    }
    try {
      helper.ifPresent(Helper::close);
    } finally {
      synchronized (this) {
        running.remove(id);
        pool.ended(id);
        notifyAll();
      }
    }
  }

  private Helper started(HomeName home, HelperId id) {
    Helper helper;
    synchronized (this) {
      if (running.get(id) != null) {
        return running.get(id);
      }
    }
    helper = processes.start(home);
    synchronized (this) {
      running.put(id, helper);
      if (!closed) {
        return helper;
      }
    }
    helper.close(); // the pool was closed meanwhile, and has not seen this one
    return helper;
  }

  private void giveBack(HelperId id, boolean usable) {
    boolean toEnd;
    synchronized (this) {
      toEnd = pool.release(id, usable && isUsable(id), clock.instant());
      notifyAll();
      if (!toEnd && !timing && !closed) {
        timing = true;
        Thread.ofPlatform().daemon().name("probe-idle-timer").start(this::watchIdle);
      }
    }
    if (toEnd) {
      endInBackground(id);
    }
  }

  /** Lives as long as a helper is idle or busy, so that the last one ends without anybody asking anything. */
  private void watchIdle() {
    while (true) {
      Instant wake;
      synchronized (this) {
        if (closed || running.isEmpty()) {
          timing = false;
          return;
        }
        Instant glance = clock.instant().plus(GLANCE);
        wake = pool.nextExpiry().filter(glance::isAfter).orElse(glance);
      }
      pauses.until(wake);
      endIdle();
    }
  }

  /** One caller's use of one helper, held from the moment it is there. For one thread. */
  public final class Lease implements AutoCloseable {
    private final HomeName home;
    private final HelperId id;
    private final boolean once;
    private final boolean waited;
    private boolean usable = true;
    private boolean open = true;

    private Lease(HomeName home, HelperId id, boolean once, boolean waited) {
      this.home = home;
      this.id = id;
      this.once = once;
      this.waited = waited;
    }

    /** Whether the helper is for this question alone. */
    public boolean once() {
      return once;
    }

    /** Whether it took waiting for another to end. */
    public boolean waited() {
      return waited;
    }

    /** Asks; starts the process where there is none yet. */
    public ProbeOutcome ask(ProviderName provider, Deadline deadline) {
      Invariant.check(open, "a lease that was given back asks nothing");
      try {
        return started(home, id).ask(provider, deadline);
      } catch (CisternException failed) {
        usable = false;
        return new ProbeOutcome.NoAnswer(failed.failure().message());
      }
    }

    /** Gives the helper back; a second time does nothing. */
    @Override
    public void close() {
      if (open) {
        open = false;
        giveBack(id, usable);
      }
    }
  }
}
