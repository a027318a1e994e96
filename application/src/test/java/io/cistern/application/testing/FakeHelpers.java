package io.cistern.application.testing;

import io.cistern.application.port.HelperProcesses;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.probe.Window;
import io.cistern.domain.time.Deadline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Helpers without processes, which notice when two callers have one at once. What they answer is the test's choice.
 * Safe for use by many threads.
 */
public final class FakeHelpers implements HelperProcesses {
  private final InstantSource clock;
  private final List<FakeHelper> started = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger leasedTwice = new AtomicInteger();
  private final AtomicBoolean startFails = new AtomicBoolean();
  private final AtomicReference<Answering> answering = new AtomicReference<>();

  public FakeHelpers(InstantSource clock) {
    this.clock = clock;
    answering.set((helper, provider) -> new ProbeOutcome.Answered(reading(helper.home, clock.instant())));
  }

  /** What becomes of a question. */
  @FunctionalInterface
  public interface Answering {
    ProbeOutcome answer(FakeHelper helper, ProviderName provider);
  }

  /** A reading with one window, whose account is the home's name. */
  public static Reading reading(HomeName home, Instant at) {
    return new Reading(
        Optional.of(home.value()), Optional.empty(),
        List.of(Window.used("requests/h", 5000, 3, at.plusSeconds(3600))), at, ReadingSource.BROKER,
        ReadingStatus.AVAILABLE);
  }

  /** What all helpers do from now on. */
  public void answer(Answering how) {
    answering.set(how);
  }

  /** Whether the next ones cannot be started. */
  public void failToStart(boolean fails) {
    startFails.set(fails);
  }

  @Override
  public Helper start(HomeName home) {
    if (startFails.get()) {
      throw new CisternException(new Failure.LocalIo("helper", "no helper can be started"));
    }
    FakeHelper helper = new FakeHelper(home, started.size() + 1);
    started.add(helper);
    return helper;
  }

  /** How many were started. */
  public int started() {
    return started.size();
  }

  /** How many questions were asked of all of them. */
  public int asked() {
    return asked.get();
  }

  /** How often somebody asked a helper that was being asked. */
  public int leasedTwice() {
    return leasedTwice.get();
  }

  /** Those that were not closed. */
  public List<FakeHelper> alive() {
    List<FakeHelper> alive = new ArrayList<>(started);
    alive.removeIf(helper -> helper.closed.get());
    return alive;
  }

  /** A helper in name only. */
  public final class FakeHelper implements Helper {
    private final HomeName home;
    private final int number;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean dead = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private FakeHelper(HomeName home, int number) {
      this.home = home;
      this.number = number;
    }

    @Override
    public ProbeOutcome ask(ProviderName provider, Deadline deadline) {
      asked.incrementAndGet();
      if (!busy.compareAndSet(false, true)) {
        leasedTwice.incrementAndGet();
      }
      try {
        if (!usable()) {
          return new ProbeOutcome.NoAnswer("the helper has ended");
        }
        ProbeOutcome outcome = answering.get().answer(this, provider);
        if (deadline.passed(clock.instant())) {
          die();
          return new ProbeOutcome.NoAnswer("no answer in time");
        }
        return usable() ? outcome : new ProbeOutcome.NoAnswer("the helper has ended");
      } finally {
        busy.set(false);
      }
    }

    public HomeName home() {
      return home;
    }

    /** In the order of being started, from 1. */
    public int number() {
      return number;
    }

    /** Ends without being told to, as a process that crashes. */
    public void die() {
      dead.set(true);
    }

    @Override
    public boolean usable() {
      return !dead.get() && !closed.get();
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }
}
