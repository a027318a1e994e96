package io.cistern.application.probe;

import io.cistern.application.port.Pauses;
import io.cistern.application.testing.FakeCredentials;
import io.cistern.application.testing.FakeHelpers;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.MemoryReadings;
import io.cistern.domain.probe.Freshness;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.PoolLimits;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Two homes with a credential each, and everything that asks about them, in virtual time. */
final class ProbeBench implements AutoCloseable {
  static final HomeName WORK = new HomeName("work");
  static final HomeName PLAY = new HomeName("play");
  static final ProbeTarget TARGET = ProbeTarget.broker(WORK);

  final ManualClock clock = new ManualClock();
  final FakeHelpers helpers = new FakeHelpers(clock);
  final FakeCredentials credentials = new FakeCredentials();
  final MemoryReadings shared;
  final ProbePool pool;
  final AskAccounts accounts;

  ProbeBench() {
    this(PoolLimits.DEFAULT);
  }

  ProbeBench(PoolLimits limits) {
    Pauses patient = new Patient(clock);
    shared = new MemoryReadings(clock, _ -> LockSupport.parkNanos(1_000_000));
    pool = new ProbePool(helpers, limits, clock, patient);
    accounts = another();
    credentials.change(WORK);
    credentials.change(PLAY);
  }

  /** What another process of the same user asks with; it shares nothing but the kept readings. */
  AskAccounts another() {
    return new AskAccounts(credentials, pool, shared,
        new ProbeSettings(PoolLimits.DEFAULT, Freshness.DEFAULT, ProbeSettings.DEFAULT_TIMEOUT), clock);
  }

  AccountReading ask() {
    return accounts.ask(TARGET, Deadline.NEVER);
  }

  Deadline in(Duration time) {
    return Deadline.after(clock.instant(), time);
  }

  @Override
  public void close() {
    pool.close();
  }

  /** Waits until the test has moved the clock there. */
  private record Patient(ManualClock clock) implements Pauses {
    @Override
    public void until(Instant wake) {
      while (clock.instant().isBefore(wake)) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
