package io.cistern.application.testing;

import io.cistern.application.port.AccountProbe;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.probe.Window;
import io.cistern.domain.time.Deadline;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Asks nobody, and tells what a test has given it. Safe for use by many threads. */
public final class FakeAccountProbe implements AccountProbe {
  private final Reading told;
  private final InstantSource clock;

  private FakeAccountProbe(Reading told, InstantSource clock) {
    this.told = told;
    this.clock = clock;
  }

  /** A broker that tells what is left. */
  public static FakeAccountProbe telling(String account, List<Window> windows, InstantSource clock) {
    return new FakeAccountProbe(
        new Reading(
            Optional.of(account), Optional.empty(), windows, clock.instant(), ReadingSource.BROKER,
            ReadingStatus.AVAILABLE),
        clock);
  }

  /** A broker that does not tell, and why. */
  public static FakeAccountProbe without(ReadingStatus status, InstantSource clock) {
    return new FakeAccountProbe(Reading.without(status, ReadingSource.BROKER, clock.instant()), clock);
  }

  @Override
  public Reading usage(Deadline deadline) {
    return deadline.passed(clock.instant())
        ? Reading.without(ReadingStatus.UNAVAILABLE, ReadingSource.BROKER, clock.instant())
        : told;
  }

  @Override
  public void close() {}
}
