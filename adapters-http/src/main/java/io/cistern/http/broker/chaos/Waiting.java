package io.cistern.http.broker.chaos;

import java.time.Duration;

/** How faults take their time. */
public interface Waiting {
  /** Waits that long, or until the broker stops. */
  void pause(Duration time);

  /** Waits until the broker stops. */
  void untilStopped();
}
