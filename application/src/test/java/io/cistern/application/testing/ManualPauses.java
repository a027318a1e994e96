package io.cistern.application.testing;

import io.cistern.application.port.Pauses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Waiting that takes no time: the clock jumps, and the pause is remembered. */
public final class ManualPauses implements Pauses {
  private final ManualClock clock;
  private final List<Instant> wakes = Collections.synchronizedList(new ArrayList<>());

  public ManualPauses(ManualClock clock) {
    this.clock = clock;
  }

  @Override
  public void until(Instant wake) {
    wakes.add(wake);
    clock.advanceTo(wake);
  }

  /** Until when somebody waited, in order. */
  public List<Instant> wakes() {
    synchronized (wakes) {
      return List.copyOf(wakes);
    }
  }
}
