package io.cistern.application.compact;

import io.cistern.domain.journal.Sequence;

/**
 * What compacting now would do.
 *
 * @param upTo the last group that would be folded in
 * @param groups how many follow the checkpoint; with none there is nothing to do
 * @param logBytes bytes of log that would be folded
 * @param checkpointBytes bytes of the checkpoint that would be replaced
 * @param expectedGain bytes of log that would go, as far as can be said without reading it: what is not kept for the
 *     history, if groups are of one size
 */
public record CompactionPlan(Sequence upTo, long groups, long logBytes, long checkpointBytes, long expectedGain) {}
