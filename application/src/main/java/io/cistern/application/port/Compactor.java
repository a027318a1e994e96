package io.cistern.application.port;

import io.cistern.domain.compaction.CompactionNotes;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.compaction.FoldedRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Folds checkpoint and log into the next checkpoint in three steps: {@link #snapshot} and {@link #apply} under the mirror
 * lock, short; {@link #prepare} without it, beside everybody's work. Whoever takes the steps runs the COMPACTION pass
 * from before the first until after the last, so one result at a time is on its way. Cut anywhere, the mirror stands on
 * its old checkpoint or on the new one, and both are complete.
 */
public interface Compactor {
  /** How much there is, as of the last catching up and what this process wrote since. Costs nothing. */
  Size size();

  /** Room on the disk; empty when the system does not say. */
  OptionalLong freeBytes();

  /**
   * What compacting would do now, exactly as long as nobody changes the mirror. Needs no lock and writes nothing; takes as
   * long as the fold.
   *
   * @param keepRecent as for {@link #snapshot}
   */
  CompactionResult forecast(int keepRecent);

  /**
   * Closes the open segment, durably, and says what is to be folded: everything up to now. After catching up, with
   * everything retired.
   *
   * @param keepRecent so many of the newest groups stay in the log, as long as they fit into {@link
   *     io.cistern.domain.compaction.CompactionPolicy#historyRoom}; segments go as a whole, so it may be some more
   * @return empty when no group follows the checkpoint, or one is not retired
   */
  Optional<Snapshot> snapshot(HeldLock held, int keepRecent);

  /**
   * Writes and forces the checkpoint of a snapshot under a name that nobody reads. Holds a bounded part of it in memory.
   *
   * @param lookAround called every so often; what it throws ends the work, and nothing is left
   * @throws io.cistern.domain.failure.CisternException when it cannot be read or written; nothing is left
   */
  Prepared prepare(Snapshot snapshot, Runnable lookAround);

  /**
   * Switches the mirror to a prepared checkpoint, if it is still what was folded, then drops what is not needed any more.
   * Durable when it returns. A result that does not fit is removed.
   */
  Applied apply(HeldLock held, Prepared prepared);

  /** Removes a result that shall not be applied. */
  void discard(Prepared prepared);

  /** Whether a process that ended seems to have left something; needs no pass, so one that lives may be meant. */
  boolean anyLeftBehind();

  /**
   * Finished results that a process left behind when it ended, the newest last; removes what was not finished. Only in
   * the COMPACTION pass, which proves that nobody is at it.
   */
  List<Prepared> leftBehind();

  /** What the mirror remembers of its compactions; what cannot be read is {@link CompactionNotes#NONE}. */
  CompactionNotes notes();

  /** Remembers it, as well as it can. Only in the COMPACTION pass. */
  void note(CompactionNotes notes);

  /**
   * How much a mirror remembers.
   *
   * @param logBytes of the log behind the checkpoint
   * @param checkpointBytes of the checkpoint; 0 without one
   * @param groups how many follow the checkpoint
   */
  record Size(long logBytes, long checkpointBytes, long groups) {}

  /**
   * What is to be folded.
   *
   * @param firstKept the number of the first segment that may stay
   */
  record Snapshot(FoldedRange range, long firstKept) {}

  /**
   * A checkpoint that is complete, forced, and not in use.
   *
   * @param firstKept the number of the first segment that stays
   * @param name of its file
   * @param result what applying it does
   */
  record Prepared(FoldedRange range, long firstKept, String name, CompactionResult result) {}

  /** What became of a prepared checkpoint. */
  sealed interface Applied {
    /** The mirror stands on it. */
    record Switched(CompactionResult result) implements Applied {}

    /** The mirror is not what was folded. */
    record Stale(String why) implements Applied {}
  }
}
