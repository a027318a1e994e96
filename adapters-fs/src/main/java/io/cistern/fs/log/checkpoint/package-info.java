/**
 * Keeps a folded manifest in one file: {@link io.cistern.fs.log.checkpoint.CheckpointWriter} streams it,
 * {@link io.cistern.fs.log.checkpoint.CheckpointReader} finds entries in it, a block at a time.
 */
@NullMarked
package io.cistern.fs.log.checkpoint;

import org.jspecify.annotations.NullMarked;
