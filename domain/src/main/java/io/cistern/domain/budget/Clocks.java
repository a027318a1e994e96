package io.cistern.domain.budget;

import io.cistern.domain.failure.Invariant;
import java.time.Duration;
import java.time.Instant;

/**
 * What this machine's clocks say at one moment. The wall clock can be set, forwards and back; the steady one cannot, but
 * its readings can be compared only within one era, which is one run of the machine.
 *
 * @param era the same text for as long as the steady clock runs on; empty where it says nothing to other processes
 * @param steady since some moment of this era
 */
public record Clocks(String era, Duration steady, Instant wall) {
  public Clocks {
    Invariant.check(era.length() <= 128, "an era has a short name");
  }

  /** Where there is nothing but a wall clock, and it is not set meanwhile. */
  public static Clocks wall(Instant now) {
    return new Clocks("wall", Duration.between(Instant.EPOCH, now), now);
  }
}
