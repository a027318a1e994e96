package io.cistern.domain.journal;

import io.cistern.domain.failure.Invariant;
import io.cistern.domain.workspace.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * What the log says of the mirror as a whole.
 *
 * @param inSyncAsOf the latest moment at which everything the remote had was applied; empty before the first
 * @param rolledForward groups that a process committed and another one published, since the mirror was made
 * @param rolledBack staged files that a dead process had not committed, removed since the mirror was made
 * @param feedRevision what the event at the watermark told; empty where it told none or was not seen
 * @param lastRecovery what the latest recovery had to do; empty before the first
 */
public record Landmarks(
    Optional<Instant> inSyncAsOf, long rolledForward, long rolledBack, Optional<Revision> feedRevision,
    Optional<LogRecord.Recovered> lastRecovery) {
  /** Of a mirror that has just been made. */
  public static final Landmarks NONE = new Landmarks(Optional.empty(), 0, 0, Optional.empty(), Optional.empty());

  public Landmarks {
    Invariant.check(rolledForward >= 0 && rolledBack >= 0, "a count of recoveries is not negative");
  }

  /** After one more record. */
  public Landmarks after(LogRecord.InSync reached) {
    return new Landmarks(Optional.of(reached.asOf()), rolledForward, rolledBack, feedRevision, lastRecovery);
  }

  /** After one more record. */
  public Landmarks after(LogRecord.CursorMoved moved) {
    return new Landmarks(inSyncAsOf, rolledForward, rolledBack, moved.revision(), lastRecovery);
  }

  /** After one more record. */
  public Landmarks after(LogRecord.Recovered recovered) {
    return new Landmarks(
        inSyncAsOf, rolledForward + recovered.rolledForward(), rolledBack + recovered.rolledBack(), feedRevision,
        Optional.of(recovered));
  }
}
