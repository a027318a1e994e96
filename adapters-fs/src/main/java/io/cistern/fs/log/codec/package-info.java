/**
 * Spells what the log holds as bytes: {@link io.cistern.fs.log.codec.RecordCodec} groups and retirements,
 * {@link io.cistern.fs.log.codec.EntryCodec} entries, {@link io.cistern.fs.log.codec.Names} names.
 *
 * <p>What does not read back is {@code MIRROR_DAMAGED}, never an exception without a type.
 */
@NullMarked
package io.cistern.fs.log.codec;

import org.jspecify.annotations.NullMarked;
