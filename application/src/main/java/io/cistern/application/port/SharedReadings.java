package io.cistern.application.port;

import io.cistern.domain.probe.Fingerprint;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.time.Deadline;
import java.util.Optional;

/** The last reading of each target, shared by all processes of this user. Safe for use by many threads. */
public interface SharedReadings {
  /**
   * Waits for the turn to ask about a target; empty when the deadline comes first. One at a time has it, in all
   * processes; it ends with the process that has it.
   */
  Optional<Turn> turn(ProbeTarget target, Deadline deadline);

  /** What was read last with this credential, whatever its age; empty when nothing is known. Waits for nobody. */
  Optional<Reading> known(ProbeTarget target, Fingerprint credential);

  /** Forgets what is known of a target; a turn that began before this keeps nothing. Does not wait for turns. */
  void drop(ProbeTarget target);

  /** The turn to ask about a target. One thread. */
  interface Turn extends AutoCloseable {
    /** Keeps a reading, unless the target was dropped since the turn began. */
    void keep(Fingerprint credential, Reading reading);

    @Override
    void close();
  }
}
