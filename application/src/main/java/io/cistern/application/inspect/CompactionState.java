package io.cistern.application.inspect;

import io.cistern.application.port.Compactor;
import io.cistern.application.port.Compactor.Size;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.MirrorReader;
import io.cistern.domain.compaction.CompactionNotes;
import io.cistern.domain.compaction.CompactionPolicy;
import io.cistern.domain.compaction.Situation;
import io.cistern.domain.quota.Admission;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Says how compacting stands, from what the mirror remembers. A reader. */
public final class CompactionState {
  private final Compactor compactor;
  private final MirrorLock lock;
  private final CompactionPolicy policy;
  private final InstantSource clock;

  /** Keeps these; the lock is only asked who runs the pass. */
  public CompactionState(Compactor compactor, MirrorLock lock, CompactionPolicy policy, InstantSource clock) {
    this.compactor = compactor;
    this.lock = lock;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * How compacting stands.
   *
   * @param size of log and checkpoint
   * @param budget bytes of log above which it is compacted by itself
   * @param pending whether one is under way, in any process
   * @param admission whether a session that has tried nothing yet might start one now
   * @param notes what was done so far
   */
  public record Standing(Size size, long budget, boolean pending, Admission admission, CompactionNotes notes) {
    /** Of a mirror that cannot be read. */
    public static final Standing NONE =
        new Standing(new Size(0, 0, 0), 0, false, new Admission.Allowed(), CompactionNotes.NONE);
  }

  Standing of(MirrorReader.View view) {
    Size size = view.size();
    CompactionNotes notes = compactor.notes();
    Instant now = clock.instant();
    boolean pending = lock.holder(Pass.COMPACTION).isPresent();
    Situation situation = new Situation(
        pending ? notes.lastStart().or(() -> Optional.of(now)) : Optional.empty(), 0, notes.lastStart(),
        size.groups() > 0, compactor.freeBytes(),
        CompactionPolicy.needed(size.logBytes(), size.checkpointBytes()), false);
    return new Standing(size, policy.budget(size.checkpointBytes()), pending, policy.admit(situation, now), notes);
  }
}
