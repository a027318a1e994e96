package io.cistern.domain.compaction;

import io.cistern.domain.failure.Failure;
import java.time.Duration;
import java.time.Instant;

/** How a compaction ended; each that was started ends once. */
public sealed interface CompactionEnd {
  /** The mirror stands on the new checkpoint, durably. */
  record Applied(CompactionResult result) implements CompactionEnd {}

  /** It was finished, and the mirror is no longer what it was folded from. */
  record Stale(String why) implements CompactionEnd {}

  /** It could not be done. */
  record Failed(Failure cause) implements CompactionEnd {}

  /** It took too long, and has stopped. */
  record TimedOut(Duration after) implements CompactionEnd {}

  /** Its session ended first, and it has stopped. */
  record Aborted() implements CompactionEnd {}

  /** One that took from here to there. */
  static CompactionEnd late(Instant started, Instant finished) {
    return new TimedOut(Duration.between(started, finished));
  }

  /** One word for it. */
  default String word() {
    return switch (this) {
      case Applied _ -> "applied";
      case Stale _ -> "stale";
      case Failed _ -> "failed";
      case TimedOut _ -> "timed out";
      case Aborted _ -> "aborted";
    };
  }

  /** What there is to say beside the word; empty when nothing. */
  default String detail() {
    return switch (this) {
      case Applied(CompactionResult result) -> result.bytesBefore() + " bytes became " + result.bytesAfter();
      case Stale(String why) -> why;
      case Failed(Failure cause) -> cause.message();
      case TimedOut(Duration after) -> "after " + after.toSeconds() + " s";
      case Aborted _ -> "";
    };
  }
}
