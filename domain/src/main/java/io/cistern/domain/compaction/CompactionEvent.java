package io.cistern.domain.compaction;

import java.time.Instant;

/** What a session tells of its compactions: one start and one end for each. */
public sealed interface CompactionEvent {
  /**
   * One began.
   *
   * @param foreground whether the command waits for it
   */
  record Started(long task, boolean foreground, Instant at) implements CompactionEvent {}

  /** One ended, and has really stopped. */
  record Ended(long task, CompactionEnd end, Instant at) implements CompactionEvent {}
}
