package io.cistern.application.compact;

import io.cistern.application.port.Compactor.Size;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.journal.Sequence;
import java.util.Optional;

/**
 * What compacting now would do.
 *
 * @param upTo the last group that would be folded in
 * @param size of what there is
 * @param forecast what would come of it; empty when no group follows the checkpoint, and there is nothing to do
 */
public record CompactionPlan(Sequence upTo, Size size, Optional<CompactionResult> forecast) {
  /**
   * Bytes of checkpoint and log that would be given back. Negative when the checkpoint is added and everything in the log
   * is recent enough to stay: such a mirror only opens faster.
   */
  public long expectedGain() {
    return forecast.map(result -> result.bytesBefore() - result.bytesAfter()).orElse(0L);
  }
}
