package io.cistern.domain.compaction;

import io.cistern.domain.journal.Sequence;

/**
 * What a compaction did, or would do.
 *
 * @param firstKept the first group that is still in the log: history begins here
 * @param recordsBefore records in the log's segments before
 * @param recordsAfter records in the segments that stay
 * @param bytesBefore of checkpoint and log before
 * @param bytesAfter of checkpoint and log after
 * @param pathsLive entries of the new checkpoint
 * @param pathsDropped names that the folded log had removed
 */
public record CompactionResult(
    Sequence firstKept,
    long recordsBefore,
    long recordsAfter,
    long bytesBefore,
    long bytesAfter,
    long pathsLive,
    long pathsDropped) {}
