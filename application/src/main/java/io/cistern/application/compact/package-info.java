/**
 * Keeps the log short. {@link io.cistern.application.compact.CompactLog} is the verb, now and whatever the quota says;
 * {@link io.cistern.application.compact.CompactionTurn} runs between the commits of other verbs, applies what was
 * finished, may start the next, and waits for nothing; {@link io.cistern.application.compact.CompactionWorker} is the
 * thread beside them.
 *
 * <p>Keeps invariants I8, I11 and I12: a checkpoint is prepared without the mirror lock, from closed segments, and is
 * switched to under it, by one durable pointer.
 */
@NullMarked
package io.cistern.application.compact;

import org.jspecify.annotations.NullMarked;
