/**
 * When the log may be compacted, and what becomes of it: {@link io.cistern.domain.compaction.CompactionPolicy} answers
 * whether one may start, {@link io.cistern.domain.compaction.CompactionSession} is what a run has tried so far, {@link
 * io.cistern.domain.compaction.FoldedRange} says whether a finished one still fits the mirror.
 */
@NullMarked
package io.cistern.domain.compaction;

import org.jspecify.annotations.NullMarked;
